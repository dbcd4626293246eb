package dev.tidelock.fuzz;

import dev.tidelock.core.Bytes;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Inputs that once were findings: files of hexadecimal digits in a directory per decoder, each
/// named for what it showed.
final class KeptInputs {
  private static final Path DIRECTORY = Path.of("src", "test", "inputs");

  private KeptInputs() {}

  static List<Bytes> of(Decoder decoder) throws IOException {
    Path directory = DIRECTORY.resolve(decoder.name());
    List<Bytes> inputs = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.hex")) {
        for (Path file : files) {
          inputs.add(Bytes.hex(Files.readString(file).replaceAll("\\s", "")));
        }
      }
    }
    return inputs;
  }
}
