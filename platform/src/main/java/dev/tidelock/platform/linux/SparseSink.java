package dev.tidelock.platform.linux;

import dev.tidelock.engine.port.FileSystem;
import java.nio.ByteBuffer;

/// A new file that takes no room for long runs of zeros: blocks of 64 KiB, at multiples of that,
/// become holes where they hold nothing else.
final class SparseSink implements FileSystem.Sink {
  private static final int BLOCK = 64 * 1024;
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(BLOCK).asReadOnlyBuffer();

  private final OpenFile file;
  private long position;
  private boolean endsInHole;

  /// @param file a file that is empty, and written by nobody else
  SparseSink(OpenFile file) {
    this.file = file;
  }

  @Override
  public void write(ByteBuffer buffer) {
    while (buffer.hasRemaining()) {
      int zeros = zeros(buffer);
      if (zeros > 0) {
        file.skip(zeros);
        buffer.position(buffer.position() + zeros);
        advance(zeros, true);
      } else {
        int data = data(buffer);
        int end = buffer.limit();
        file.write(buffer.limit(buffer.position() + data));
        buffer.limit(end);
        advance(data, false);
      }
    }
  }

  private void advance(int length, boolean hole) {
    position += length;
    endsInHole = hole;
  }

  /// How many of the next bytes are whole blocks of zeros.
  private int zeros(ByteBuffer buffer) {
    int length = 0;
    if (position % BLOCK == 0) {
      while (buffer.remaining() - length >= BLOCK && isZero(buffer, length)) {
        length += BLOCK;
      }
    }
    return length;
  }

  /// How many bytes come before the next whole block of zeros, or the end.
  private int data(ByteBuffer buffer) {
    int length = (int) (BLOCK - position % BLOCK);
    while (buffer.remaining() - length >= BLOCK && !isZero(buffer, length)) {
      length += BLOCK;
    }
    return buffer.remaining() - length >= BLOCK ? length : buffer.remaining();
  }

  private static boolean isZero(ByteBuffer buffer, int offset) {
    return buffer.slice(buffer.position() + offset, BLOCK).mismatch(ZEROS) < 0;
  }

  @Override
  public void close() {
    try (file) {
      if (endsInHole) {
        file.resize(position);
        endsInHole = false;
      }
    }
  }
}
