package dev.tidelock.library;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// A lock between processes, and between the threads of this one: the operating system gives one to
/// a process as a whole.
final class Mutex {
  private Mutex() {}

  /// Does something while nobody else does something under the same file.
  static <T> T holding(Path file, Work<T> work) throws IOException {
    synchronized (Mutex.class) {
      try (FileChannel channel =
              FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
          var _ = channel.lock()) {
        return work.run();
      }
    }
  }

  /// What is done.
  interface Work<T> {
    T run() throws IOException;
  }
}
