package dev.tidelock.scenarios;

import dev.tidelock.core.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a user sees at a path of a directory.
sealed interface Sight {
  /// @param content its bytes
  /// @param executable whether its owner may execute it
  record OfFile(Bytes content, boolean executable) implements Sight {
    @Override
    public String toString() {
      String text =
          content.size() <= 60
              ? new String(content.toByteArray(), StandardCharsets.UTF_8)
              : content.size() + " bytes";
      return (executable ? "executable " : "") + '"' + text + '"';
    }
  }

  /// @param text where it points
  record OfLink(String text) implements Sight {}

  record OfDirectory() implements Sight {}

  record OfOther() implements Sight {}

  /// Everything below a workspace's root but its private directory, by path.
  static SortedMap<String, Sight> of(Path root) {
    SortedMap<String, Sight> sights = new TreeMap<>();
    collect(root, "", sights);
    return sights;
  }

  private static void collect(Path directory, String prefix, SortedMap<String, Sight> sights) {
    try (Stream<Path> children = Files.list(directory)) {
      for (Path child : children.toList()) {
        String name = prefix + child.getFileName();
        if (name.equals(".tidelock")) {
          continue;
        }
        Sight sight = at(child);
        sights.put(name, sight);
        if (sight instanceof OfDirectory) {
          collect(child, name + "/", sights);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What stands at a path.
  static Sight at(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return new OfLink(Files.readSymbolicLink(path).toString());
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return new OfDirectory();
    }
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      boolean executable =
          Files.getPosixFilePermissions(path).contains(PosixFilePermission.OWNER_EXECUTE);
      return new OfFile(Bytes.wrap(Files.readAllBytes(path)), executable);
    }
    return new OfOther();
  }
}
