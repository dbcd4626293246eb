package dev.tidelock.checks;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The text files of this repository, as they are on disk, without what builds and tools leave.
final class Repository {
  private static final Set<String> LEFT_OUT = Set.of("target", ".git", ".idea", ".vscode");
  private static final Set<String> TEXT =
      Set.of("java", "md", "xml", "yaml", "yml", "json", "sh", "config", "properties", "sql");

  private Repository() {}

  /// The directory of the parent `pom.xml`, found upwards from where the tests run.
  static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(directory.resolve(".mvn"))) {
      directory = directory.getParent();
      if (directory == null) {
        throw new IllegalStateException("the tests run outside the repository");
      }
    }
    return directory;
  }

  static List<TextFile> textFiles() throws IOException {
    Path root = root();
    List<TextFile> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean skip = LEFT_OUT.contains(directory.getFileName().toString());
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && isText(file)) {
              String name = root.relativize(file).toString().replace('\\', '/');
              files.add(new TextFile(name, Files.readString(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static boolean isText(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    // The launcher and the build script have no ending.
    return dot < 0
        ? Set.of("tidelock", "run").contains(name)
        : TEXT.contains(name.substring(dot + 1));
  }
}
