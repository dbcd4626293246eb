package dev.tidelock.platform.linux;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileFailure.Reason;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/// The right of one process to change a workspace, as a lock of the operating system on a file. It
/// ends with the process, whatever kills it; the file stays, and says who holds or held it.
public final class WorkspaceLock implements AutoCloseable {
  private static final int ATTEMPTS = 10;

  private final OpenFile file;

  private WorkspaceLock(OpenFile file) {
    this.file = file;
  }

  /// How an attempt to get the lock ended.
  public sealed interface Attempt {
    /// The lock is this caller's until it is closed, or `files` is.
    ///
    /// @param lock the lock
    record Acquired(WorkspaceLock lock) implements Attempt {}

    /// Somebody else has it, perhaps another part of this process.
    ///
    /// @param process whose, as far as is known
    record Held(OptionalLong process) implements Attempt {}
  }

  /// Tries to get the lock on a file, which is created if it is missing, without waiting.
  ///
  /// @param clock for its name of the time since the machine started: process numbers of another
  ///   such time mean nothing
  public static Attempt tryAcquire(LinuxFileSystem files, TreePath path, SystemClock clock) {
    for (int i = 0; i < ATTEMPTS; i++) {
      OpenFile file = files.openOrCreate(path);
      boolean kept = false;
      try {
        if (!files.locks().tryExclusive(file, 0, 0)) {
          return new Attempt.Held(holder(file, clock));
        }
        // Somebody may have replaced the file before it was locked.
        if (files.stat(path).filter(stat -> stat.inode() == file.stat().inode()).isPresent()) {
          file.truncate();
          String text = ProcessHandle.current().pid() + " " + clock.boot() + "\n";
          file.write(Bytes.utf8(text).asByteBuffer());
          kept = true;
          return new Attempt.Acquired(new WorkspaceLock(file));
        }
      } finally {
        if (!kept) {
          file.close();
        }
      }
    }
    throw new FileFailure(Reason.BUSY, path, "the lock's file is replaced again and again");
  }

  private static OptionalLong holder(OpenFile file, SystemClock clock) {
    ByteBuffer content = ByteBuffer.allocate(128);
    file.read(content, 0);
    String[] parts = Bytes.copyOf(content.flip()).toUtf8().strip().split(" ", 2);
    boolean known = parts.length == 2 && parts[0].matches("\\d{1,18}");
    return known && parts[1].equals(clock.boot())
        ? OptionalLong.of(Long.parseLong(parts[0]))
        : OptionalLong.empty();
  }

  /// Gives the lock back.
  @Override
  public void close() {
    file.close();
  }
}
