package dev.tidelock.workspace.machine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// A lock between processes, and between the threads of this one: the operating system gives one to
/// a process as a whole.
public final class Mutex {
  private Mutex() {}

  /// Does something while nobody else does something under the same file.
  public static <T> T holding(Path file, Work<T> work) throws IOException {
    synchronized (Mutex.class) {
      try (FileChannel channel =
              FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
          var _ = channel.lock()) {
        return work.run();
      }
    }
  }

  /// What is done.
  public interface Work<T> {
    /// Does it.
    T run() throws IOException;
  }
}
