package dev.tidelock.workspace.machine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A lock between processes, and between the threads of this one: the operating system gives one to
/// a process as a whole.
public final class Mutex {
  private static final Map<Path, Object> MONITORS = new ConcurrentHashMap<>();

  private Mutex() {}

  /// Does something while nobody else does something under the same file. It is over soon: nobody
  /// is waited for meanwhile, least of all somebody far away.
  public static <T> T holding(Path file, Work<T> work) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("not a file: " + file);
    }
    Path real = parent.toRealPath().resolve(parent.relativize(absolute));
    synchronized (MONITORS.computeIfAbsent(real, _ -> new Object())) {
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
