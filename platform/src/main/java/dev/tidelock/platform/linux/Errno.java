package dev.tidelock.platform.linux;

import dev.tidelock.engine.port.FileFailure.Reason;

/// The kernel's error numbers, as reasons and as words.
final class Errno {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EIO = 5;
  static final int EBADF = 9;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EBUSY = 16;
  static final int EEXIST = 17;
  static final int EXDEV = 18;
  static final int ENOTDIR = 20;
  static final int EISDIR = 21;
  static final int EINVAL = 22;
  static final int ETXTBSY = 26;
  static final int EFBIG = 27;
  static final int ENOSPC = 28;
  static final int EROFS = 30;
  static final int EMLINK = 31;
  static final int ENAMETOOLONG = 36;
  static final int ENOSYS = 38;
  static final int ENOTEMPTY = 39;
  static final int ELOOP = 40;
  static final int EOPNOTSUPP = 95;
  static final int ESTALE = 116;
  static final int EDQUOT = 122;

  private Errno() {}

  /// The reason that callers tell apart.
  static Reason reason(int error) {
    return switch (error) {
      case ENOENT -> Reason.MISSING;
      case EEXIST -> Reason.EXISTS;
      case EPERM, EACCES -> Reason.DENIED;
      case ENOSPC, EDQUOT -> Reason.NO_SPACE;
      case ENOTDIR -> Reason.NOT_DIRECTORY;
      case EISDIR -> Reason.IS_DIRECTORY;
      case ENOTEMPTY -> Reason.NOT_EMPTY;
      case ELOOP -> Reason.LINK_ON_THE_WAY;
      case EXDEV -> Reason.OTHER_VOLUME;
      case ENAMETOOLONG -> Reason.TOO_LONG;
      case EROFS -> Reason.READ_ONLY;
      case EBUSY, ETXTBSY, EAGAIN -> Reason.BUSY;
      default -> Reason.BROKEN;
    };
  }

  /// The error in English; libc's `strerror` would depend on the user's language.
  static String text(int error) {
    return switch (error) {
      case EPERM -> "operation not permitted";
      case ENOENT -> "no such file or directory";
      case EIO -> "input/output error";
      case EBADF -> "bad file descriptor";
      case EAGAIN -> "held by another process";
      case EACCES -> "permission denied";
      case EBUSY -> "device or resource busy";
      case EEXIST -> "something stands there already";
      case EXDEV -> "on another volume";
      case ENOTDIR -> "not a directory";
      case EISDIR -> "is a directory";
      case EINVAL -> "invalid argument";
      case ETXTBSY -> "the program is running";
      case EFBIG -> "file too large";
      case ENOSPC -> "no space left on the device";
      case EROFS -> "the volume is mounted read-only";
      case EMLINK -> "too many names of one file";
      case ENAMETOOLONG -> "name too long";
      case ENOSYS -> "not known to this kernel";
      case ENOTEMPTY -> "directory not empty";
      case ELOOP -> "is a symbolic link, which is never followed";
      case EOPNOTSUPP -> "not supported by this file system";
      case ESTALE -> "stale file handle";
      case EDQUOT -> "disk quota exceeded";
      default -> "error " + error;
    };
  }
}
