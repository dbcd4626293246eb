package dev.tidelock.cli.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A large tree of real files to start with.
///
/// @param root where it is
/// @param most how many files of it are used at most
public record SourceTree(Path root, int most) {
  private static final long LARGEST = 4 << 20;

  /// Copies it, and writes down all its files as written.
  public void copyTo(Path target, Ledger ledger, String device) throws IOException {
    Files.createDirectories(target);
    for (Path file : files()) {
      byte[] content = Files.readAllBytes(file);
      Path place = target.resolve(root.relativize(file).toString());
      Files.createDirectories(
          target.resolve(root.relativize(file).toString()).resolve("..").normalize());
      Files.write(place, content);
      ledger.wrote(device, target.relativize(place).toString(), content);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).filter(this::wanted).sorted().limit(most).toList();
    }
  }

  private boolean wanted(Path file) {
    Path inside = root.relativize(file);
    for (Path name : inside) {
      String text = name.toString();
      if (text.startsWith(".") || text.equals("target") || text.startsWith("~")) {
        return false;
      }
    }
    try {
      return Files.isReadable(file) && Files.size(file) < LARGEST;
    } catch (IOException e) {
      return false;
    }
  }
}
