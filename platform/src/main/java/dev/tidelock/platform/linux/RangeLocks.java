package dev.tidelock.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/// Locks on ranges of open files that belong to the open file itself (`F_OFD_SETLK`): they exclude
/// the classic locks of other processes and of this one, end when the file is closed, also by
/// death, and do not end when another descriptor of the same file is closed.
final class RangeLocks {
  private static final int F_OFD_GETLK = 36;
  private static final int F_OFD_SETLK = 37;
  private static final short SHARED = 0;
  private static final short EXCLUSIVE = 1;
  private static final short NONE = 2;

  /// `struct flock`: type, from where, start, length, process.
  private final MemorySegment lock;

  private final Kernel kernel;

  RangeLocks(Kernel kernel) {
    this.kernel = kernel;
    lock = kernel.allocate(32);
  }

  /// Locks against everybody else: whether nobody was faster.
  boolean tryExclusive(OpenFile file, long start, long length) {
    return trySet(file, EXCLUSIVE, start, length);
  }

  /// Locks against those who want to lock exclusively: whether none was faster.
  boolean tryShared(OpenFile file, long start, long length) {
    return trySet(file, SHARED, start, length);
  }

  void release(OpenFile file, long start, long length) {
    trySet(file, NONE, start, length);
  }

  /// Whether anybody else holds any lock on the range.
  boolean isHeldByOthers(OpenFile file, long start, long length) {
    describe(EXCLUSIVE, start, length);
    file.check(
        "cannot ask for locks",
        kernel.call(Call.FCNTL, file.descriptor(), F_OFD_GETLK, lock.address()));
    return lock.get(JAVA_SHORT, 0) != NONE;
  }

  private boolean trySet(OpenFile file, short type, long start, long length) {
    describe(type, start, length);
    long result = kernel.call(Call.FCNTL, file.descriptor(), F_OFD_SETLK, lock.address());
    if (result == -Errno.EAGAIN || result == -Errno.EACCES) {
      return false;
    }
    file.check("cannot lock", result);
    return true;
  }

  private void describe(short type, long start, long length) {
    lock.fill((byte) 0);
    lock.set(JAVA_SHORT, 0, type);
    lock.set(JAVA_LONG, 8, start);
    lock.set(JAVA_LONG, 16, length);
  }
}
