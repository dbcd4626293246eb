package dev.tidelock.cli.crash;

import java.util.Optional;

/// The system calls with which a process changes a disk, or what others see of it over a network.
///
/// Not among them are stores into mapped memory; SQLite maps its shared index, which whoever opens
/// the database next makes anew.
enum ChangingCall {
  WRITE(1, 64, Shape.OF_OPEN_FILE, 0),
  PWRITE(18, 68, Shape.OF_OPEN_FILE, 0),
  WRITEV(20, 66, Shape.OF_OPEN_FILE, 0),
  PWRITEV(296, 70, Shape.OF_OPEN_FILE, 0),
  PWRITEV2(328, 287, Shape.OF_OPEN_FILE, 0),
  SENDFILE(40, 71, Shape.OF_OPEN_FILE, 0),
  COPY_FILE_RANGE(326, 285, Shape.OF_OPEN_FILE, 2),
  SPLICE(275, 76, Shape.OF_OPEN_FILE, 2),
  FTRUNCATE(77, 46, Shape.OF_OPEN_FILE, 0),
  FALLOCATE(285, 47, Shape.OF_OPEN_FILE, 0),
  FSYNC(74, 82, Shape.OF_OPEN_FILE, 0),
  FDATASYNC(75, 83, Shape.OF_OPEN_FILE, 0),
  SYNC_FILE_RANGE(277, 84, Shape.OF_OPEN_FILE, 0),
  SYNCFS(306, 267, Shape.OF_OPEN_FILE, 0),
  FCHMOD(91, 52, Shape.OF_OPEN_FILE, 0),
  FCHOWN(93, 55, Shape.OF_OPEN_FILE, 0),
  FSETXATTR(190, 7, Shape.OF_OPEN_FILE, 0),
  IOCTL(16, 29, Shape.OF_OPEN_FILE, 0),
  SENDTO(44, 206, Shape.OF_OPEN_FILE, 0),
  SENDMSG(46, 211, Shape.OF_OPEN_FILE, 0),
  SENDMMSG(307, 269, Shape.OF_OPEN_FILE, 0),
  CONNECT(42, 203, Shape.OF_OPEN_FILE, 0),
  SHUTDOWN(48, 210, Shape.OF_OPEN_FILE, 0),
  OPEN(2, -1, Shape.OF_PATH, 0),
  CREAT(85, -1, Shape.OF_PATH, 0),
  TRUNCATE(76, 45, Shape.OF_PATH, 0),
  RENAME(82, -1, Shape.OF_PATH, 1),
  LINK(86, -1, Shape.OF_PATH, 1),
  SYMLINK(88, -1, Shape.OF_PATH, 1),
  UNLINK(87, -1, Shape.OF_PATH, 0),
  RMDIR(84, -1, Shape.OF_PATH, 0),
  MKDIR(83, -1, Shape.OF_PATH, 0),
  MKNOD(133, -1, Shape.OF_PATH, 0),
  CHMOD(90, -1, Shape.OF_PATH, 0),
  CHOWN(92, -1, Shape.OF_PATH, 0),
  LCHOWN(94, -1, Shape.OF_PATH, 0),
  UTIME(132, -1, Shape.OF_PATH, 0),
  UTIMES(235, -1, Shape.OF_PATH, 0),
  SETXATTR(188, 5, Shape.OF_PATH, 0),
  LSETXATTR(189, 6, Shape.OF_PATH, 0),
  OPENAT(257, 56, Shape.OF_PATH_BELOW, 0),
  OPENAT2(437, 437, Shape.OF_PATH_BELOW, 0),
  RENAMEAT(264, 38, Shape.OF_PATH_BELOW, 2),
  RENAMEAT2(316, 276, Shape.OF_PATH_BELOW, 2),
  LINKAT(265, 37, Shape.OF_PATH_BELOW, 2),
  SYMLINKAT(266, 36, Shape.OF_PATH_BELOW, 1),
  UNLINKAT(263, 35, Shape.OF_PATH_BELOW, 0),
  MKDIRAT(258, 34, Shape.OF_PATH_BELOW, 0),
  MKNODAT(259, 33, Shape.OF_PATH_BELOW, 0),
  FCHMODAT(268, 53, Shape.OF_PATH_BELOW, 0),
  FCHMODAT2(452, 452, Shape.OF_PATH_BELOW, 0),
  FCHOWNAT(260, 54, Shape.OF_PATH_BELOW, 0),
  UTIMENSAT(280, 88, Shape.OF_PATH_BELOW, 0);

  /// `O_CREAT`, `O_TRUNC`, and what sets `O_TMPFILE` apart from `O_DIRECTORY`: the same everywhere.
  private static final long CREATING = 0x40 | 0x200 | 0x400000;

  /// The size of a local socket's address: that is how libc asks who a user is.
  private static final long LOCAL_ADDRESS = 110;

  private static final long FICLONE = 0x40049409L;
  private static final long FICLONERANGE = 0x4020940dL;

  private final int amd64;
  private final int aarch64;
  private final Shape shape;
  private final int index;

  /// @param amd64 its number
  /// @param aarch64 its number, or -1 where there is no such call
  /// @param index which argument says what is changed
  ChangingCall(int amd64, int aarch64, Shape shape, int index) {
    this.amd64 = amd64;
    this.aarch64 = aarch64;
    this.shape = shape;
    this.index = index;
  }

  /// How a call says what it changes.
  enum Shape {
    /// By the number of an open file.
    OF_OPEN_FILE,
    /// By a path.
    OF_PATH,
    /// By the number of a directory and a path from there.
    OF_PATH_BELOW
  }

  /// The call of that number; nothing for one that changes nothing.
  static Optional<ChangingCall> of(Ptrace.Entry entry) {
    for (ChangingCall call : values()) {
      if (entry.call() == (Ptrace.AMD64 ? call.amd64 : call.aarch64)) {
        return call.changes(entry) ? Optional.of(call) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private boolean changes(Ptrace.Entry entry) {
    return switch (this) {
      case OPEN -> (entry.argument(1) & CREATING) != 0;
      case OPENAT -> (entry.argument(2) & CREATING) != 0;
      case CONNECT -> entry.argument(2) != LOCAL_ADDRESS;
      case IOCTL -> entry.argument(1) == FICLONE || entry.argument(1) == FICLONERANGE;
      default -> true;
    };
  }

  /// Whether anybody can see that it was made, as long as the machine goes on.
  boolean shows() {
    return switch (this) {
      case FSYNC, FDATASYNC, SYNC_FILE_RANGE, SYNCFS -> false;
      default -> true;
    };
  }

  Shape shape() {
    return shape;
  }

  /// Which argument says what is changed.
  int index() {
    return index;
  }

  /// Whether half of it can be done: fewer bytes written than asked for.
  boolean canBeHalved() {
    return this == WRITE || this == PWRITE || this == SENDTO;
  }
}
