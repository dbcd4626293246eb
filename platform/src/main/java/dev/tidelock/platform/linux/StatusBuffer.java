package dev.tidelock.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.tidelock.engine.port.Stat;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;

/// What `statx` tells of one file: the kernel's `struct statx`, which is laid out alike on all
/// machines. Reused from call to call.
final class StatusBuffer {
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_NO_AUTOMOUNT = 0x800;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final int STATX_BTIME = 0x800;

  private static final int SIZE = 256;
  private static final int MASK = 0;
  private static final int MODE = 28;
  private static final int INODE = 32;
  private static final int LENGTH = 40;
  private static final int BIRTH = 80;
  private static final int CTIME = 96;
  private static final int MTIME = 112;
  private static final int DEVICE_MAJOR = 136;
  private static final int DEVICE_MINOR = 140;

  private static final int TYPE_BITS = 0xf000;
  private static final int TYPE_DIRECTORY = 0x4000;
  private static final int TYPE_FILE = 0x8000;
  private static final int TYPE_LINK = 0xa000;
  private static final int OWNER_MAY_READ = 0x100;
  private static final int OWNER_MAY_EXECUTE = 0x40;

  private static final long NANOS = 1_000_000_000;

  private final Kernel kernel;
  private final MemorySegment memory;
  private final MemorySegment noName;

  StatusBuffer(Kernel kernel) {
    this.kernel = kernel;
    memory = kernel.allocate(SIZE);
    noName = kernel.allocate(1);
  }

  /// Asks about the name at `address` in a directory, without following it: 0 or a negative error
  /// number.
  int readNamed(int directory, long address) {
    return read(directory, address, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT);
  }

  /// Asks about an open file: 0 or a negative error number.
  int readOpen(int file) {
    return read(file, noName.address(), AT_EMPTY_PATH);
  }

  private int read(int directory, long address, int flags) {
    return (int)
        kernel.call(
            Call.STATX,
            directory,
            address,
            flags,
            STATX_BASIC_STATS | STATX_BTIME,
            memory.address());
  }

  /// The permission bits.
  int permissions() {
    return memory.get(JAVA_SHORT, MODE) & 0xfff;
  }

  Stat.Kind kind() {
    return switch (memory.get(JAVA_SHORT, MODE) & TYPE_BITS) {
      case TYPE_FILE -> Stat.Kind.FILE;
      case TYPE_DIRECTORY -> Stat.Kind.DIRECTORY;
      case TYPE_LINK -> Stat.Kind.LINK;
      default -> Stat.Kind.SPECIAL;
    };
  }

  /// The volume's device number.
  long volume() {
    return Integer.toUnsignedLong(memory.get(JAVA_INT, DEVICE_MAJOR)) << Integer.SIZE
        | Integer.toUnsignedLong(memory.get(JAVA_INT, DEVICE_MINOR));
  }

  Stat toStat() {
    Stat.Kind kind = kind();
    int permissions = permissions();
    return new Stat(
        kind,
        kind == Stat.Kind.FILE ? memory.get(JAVA_LONG, LENGTH) : 0,
        time(MTIME),
        time(CTIME),
        memory.get(JAVA_LONG, INODE),
        (memory.get(JAVA_INT, MASK) & STATX_BTIME) == 0
            ? OptionalLong.empty()
            : OptionalLong.of(time(BIRTH)),
        volume(),
        (permissions & OWNER_MAY_EXECUTE) != 0,
        (permissions & OWNER_MAY_READ) != 0);
  }

  /// A `statx_timestamp` in nanoseconds, held to the years that those can express (1677 to 2262).
  private long time(int offset) {
    long seconds = memory.get(JAVA_LONG, offset);
    int nanos = memory.get(JAVA_INT, offset + Long.BYTES);
    if (seconds > Long.MAX_VALUE / NANOS - 1) {
      return Long.MAX_VALUE;
    }
    return seconds < Long.MIN_VALUE / NANOS ? Long.MIN_VALUE : seconds * NANOS + nanos;
  }
}
