package dev.tidelock.platform.linux;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Native memory through which heap buffers pass on their way to and from the kernel; direct ones
/// pass by it. Reserved when first needed.
final class TransferBuffer {
  /// Large enough that a system call costs little per byte, small enough for the processor's cache.
  static final int CAPACITY = 128 * 1024;

  private final Kernel kernel;
  private MemorySegment memory = MemorySegment.NULL;

  TransferBuffer(Kernel kernel) {
    this.kernel = kernel;
  }

  /// The memory itself, [#CAPACITY] bytes.
  MemorySegment memory() {
    if (memory.byteSize() == 0) {
      memory = kernel.allocate(CAPACITY);
    }
    return memory;
  }

  /// Reads into the buffer: how many bytes, 0 at the file's end, or a negative error number.
  int read(int file, ByteBuffer target, long position) {
    if (target.isDirect()) {
      MemorySegment direct = MemorySegment.ofBuffer(target);
      int count = pread(file, direct, target.remaining(), position);
      target.position(target.position() + Math.max(count, 0));
      return count;
    }
    MemorySegment through = memory();
    int count = pread(file, through, Math.min(target.remaining(), CAPACITY), position);
    if (count > 0) {
      target.put(through.asSlice(0, count).asByteBuffer());
    }
    return count;
  }

  /// Writes all of the buffer: 0 or a negative error number.
  int write(int file, ByteBuffer source) {
    while (source.hasRemaining()) {
      MemorySegment from = source.isDirect() ? MemorySegment.ofBuffer(source) : fill(source);
      int length = (int) Math.min(from.byteSize(), source.remaining());
      int count = (int) kernel.call(Call.WRITE, file, from.address(), length);
      if (count < 0) {
        return count;
      }
      source.position(source.position() + count);
    }
    return 0;
  }

  /// Copies what fits, without moving the buffer's position.
  private MemorySegment fill(ByteBuffer source) {
    int length = Math.min(source.remaining(), CAPACITY);
    MemorySegment filled = memory().asSlice(0, length);
    filled.asByteBuffer().put(source.slice(source.position(), length));
    return filled;
  }

  private int pread(int file, MemorySegment target, int length, long position) {
    return (int) kernel.call(Call.PREAD64, file, target.address(), length, position);
  }
}
