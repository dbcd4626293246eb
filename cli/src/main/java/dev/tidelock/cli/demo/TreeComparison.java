package dev.tidelock.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Two directories compared by themselves, without asking the program: names, kinds, bytes, exec
/// bits and texts of links. `.tidelock` at the top does not count.
///
/// @param files the files of the first
/// @param links its symbolic links
/// @param directories its directories
/// @param bytes the bytes of its files
/// @param differences what is not the same, one line each, in the order of paths
public record TreeComparison(
    long files, long links, long directories, long bytes, List<String> differences) {
  private static final String STATE = ".tidelock";

  public TreeComparison {
    differences = List.copyOf(differences);
  }

  /// Compares two directories.
  public static TreeComparison of(Path first, Path second) {
    try {
      NavigableSet<Path> paths = paths(first);
      List<String> differences = new ArrayList<>();
      long files = 0;
      long links = 0;
      long bytes = 0;
      for (Path path : paths) {
        Path here = first.resolve(path);
        if (Files.isSymbolicLink(here)) {
          links++;
        } else if (Files.isRegularFile(here)) {
          files++;
          bytes += Files.size(here);
        }
      }
      long directories = paths.size() - files - links;
      NavigableSet<Path> all = new TreeSet<>(paths);
      all.addAll(paths(second));
      for (Path path : all) {
        compare(path, first.resolve(path), second.resolve(path), differences);
      }
      return new TreeComparison(files, links, directories, bytes, differences);
    } catch (IOException e) {
      throw new UncheckedIOException("the trees cannot be compared", e);
    }
  }

  /// All paths below a directory, relative to it.
  public static NavigableSet<Path> paths(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      NavigableSet<Path> paths = new TreeSet<>();
      walk.map(root::relativize)
          .filter(path -> !path.toString().isEmpty() && !path.startsWith(STATE))
          .forEach(paths::add);
      return paths;
    }
  }

  private static void compare(Path path, Path first, Path second, List<String> differences)
      throws IOException {
    String here = kind(first);
    String there = kind(second);
    if (!here.equals(there)) {
      differences.add(path + ": " + here + " and " + there);
    } else if (here.endsWith("file") && Files.mismatch(first, second) >= 0) {
      differences.add(path + ": the bytes differ");
    } else if (here.equals("link")
        && !Files.readSymbolicLink(first).equals(Files.readSymbolicLink(second))) {
      differences.add(path + ": the links differ");
    }
  }

  private static String kind(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link";
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return "nothing";
    }
    if (Files.isDirectory(path)) {
      return "directory";
    }
    boolean executable =
        Files.getPosixFilePermissions(path).contains(PosixFilePermission.OWNER_EXECUTE);
    return executable ? "executable file" : "file";
  }

  /// Whether they are the same.
  public boolean equal() {
    return differences.isEmpty();
  }
}
