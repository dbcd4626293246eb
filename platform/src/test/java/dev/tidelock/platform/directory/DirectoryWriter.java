package dev.tidelock.platform.directory;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.generators.Tape;
import dev.tidelock.testkit.JavaProgram;
import java.io.IOException;
import java.nio.file.Path;

/// A process of its own that creates blobs `log/0`… and prints the numbers of those it won.
final class DirectoryWriter {
  private DirectoryWriter() {}

  public static void main(String[] arguments) {
    Path root = Path.of(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    Bytes content = Bytes.utf8(arguments[2]);
    try (DirectoryBlobStore store = DirectoryBlobStore.open(root, randomness(arguments[2]))) {
      for (int i = 0; i < count; i++) {
        if (store.create("log/" + i, content)) {
          System.out.println(i);
        }
      }
    }
  }

  /// Names that another process does not draw.
  static Randomness randomness(String seed) {
    Tape tape = Tape.of(seed.hashCode());
    return size -> Bytes.wrap(tape.bytes(size));
  }

  /// Starts such a process with the classes of this one.
  static Process start(Path root, int count, String content) throws IOException {
    return new ProcessBuilder(
            JavaProgram.line(
                DirectoryWriter.class, root.toString(), String.valueOf(count), content))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
