package dev.tidelock.platform.linux;

import dev.tidelock.engine.port.FileSystem;
import java.nio.ByteBuffer;

/// A new file that takes no room for long runs of zeros: those of 64 KiB or more become holes,
/// however they are cut up on their way here.
final class SparseSink implements FileSystem.Sink {
  private static final int HOLE = 64 * 1024;

  /// How many zeros in a row are looked for; of fewer, some may be written before a hole begins.
  private static final int NOTICED = 4096;

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(HOLE).asReadOnlyBuffer();

  private final OpenFile file;
  private long written;
  private long zeros;

  /// @param file a file that is empty, and written by nobody else
  SparseSink(OpenFile file) {
    this.file = file;
  }

  @Override
  public void write(ByteBuffer buffer) {
    while (buffer.hasRemaining()) {
      int leading = zeros(buffer);
      if (leading >= NOTICED || zeros > 0 && leading > 0) {
        buffer.position(buffer.position() + leading);
        zeros += leading;
      } else {
        settleZeros();
        writeData(buffer, data(buffer));
      }
    }
  }

  private static int zeros(ByteBuffer buffer) {
    int length = Math.min(buffer.remaining(), HOLE);
    int found = buffer.slice(buffer.position(), length).mismatch(ZEROS.slice(0, length));
    return found < 0 ? length : found;
  }

  /// How many bytes come before a noticeable run of zeros, or the end.
  private static int data(ByteBuffer buffer) {
    ByteBuffer run = ZEROS.slice(0, NOTICED);
    int length = NOTICED;
    while (buffer.remaining() - length >= NOTICED
        && buffer.slice(buffer.position() + length, NOTICED).mismatch(run) >= 0) {
      length += NOTICED;
    }
    return buffer.remaining() - length >= NOTICED ? length : buffer.remaining();
  }

  private void writeData(ByteBuffer buffer, int length) {
    int end = buffer.limit();
    file.write(buffer.limit(buffer.position() + length));
    buffer.limit(end);
    written += length;
  }

  /// What was zero so far is left out, or written if it is too little.
  private void settleZeros() {
    if (zeros >= HOLE) {
      file.skip(zeros);
    } else {
      file.write(ZEROS.slice(0, (int) zeros));
    }
    written += zeros;
    zeros = 0;
  }

  @Override
  public void close() {
    try (file) {
      if (zeros > 0) {
        settleZeros();
        file.resize(written);
      }
    }
  }
}
