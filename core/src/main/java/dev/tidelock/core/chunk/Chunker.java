package dev.tidelock.core.chunk;

import dev.tidelock.core.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// A stream of bytes taken in pieces of any size and handed on in chunks, cut by a [CutFinder].
/// Holds no more than one chunk. Not safe for use by several threads.
public final class Chunker {
  private static final int INITIAL_CAPACITY = 1 << 12;
  private static final int TRANSFER = 1 << 16;

  private final CutFinder finder;
  private final Consumer<Bytes> chunks;

  /// The chunk's bytes so far, as far as they came in earlier pieces.
  private byte[] begun = new byte[INITIAL_CAPACITY];

  private int length;

  /// @param chunks takes each chunk as soon as its end is known, in the thread that writes
  public Chunker(Gear gear, Consumer<Bytes> chunks) {
    this.finder = new CutFinder(gear);
    this.chunks = chunks;
  }

  /// Takes all remaining bytes of the buffer, which may be of any kind and is free for use again on
  /// return.
  public void write(ByteBuffer buffer) {
    if (buffer.hasArray()) {
      write(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
      buffer.position(buffer.limit());
      return;
    }
    byte[] transfer = new byte[Math.min(TRANSFER, buffer.remaining())];
    while (buffer.hasRemaining()) {
      int count = Math.min(transfer.length, buffer.remaining());
      buffer.get(transfer, 0, count);
      write(transfer, 0, count);
    }
  }

  /// Takes `count` bytes from `offset`; the array is free for use again on return.
  public void write(byte[] bytes, int offset, int count) {
    int position = offset;
    int end = offset + count;
    while (position < end) {
      OptionalInt cut = finder.next(bytes, position, end - position);
      int taken = cut.orElse(end - position);
      if (cut.isEmpty() || length > 0) {
        append(bytes, position, taken);
        if (cut.isPresent()) {
          endChunk();
        }
      } else {
        chunks.accept(Bytes.copyOf(bytes, position, taken));
      }
      position += taken;
    }
  }

  /// Ends the stream: hands on what is left as the last chunk, if anything is. The next byte
  /// written begins another stream.
  public void finish() {
    if (length > 0) {
      endChunk();
    }
    finder.restart();
  }

  private void append(byte[] bytes, int offset, int count) {
    if (begun.length - length < count) {
      int doubled = Math.max(length + count, 2 * begun.length);
      begun = Arrays.copyOf(begun, Math.min(doubled, CutFinder.MAX));
    }
    System.arraycopy(bytes, offset, begun, length, count);
    length += count;
  }

  private void endChunk() {
    chunks.accept(Bytes.copyOf(begun, 0, length));
    length = 0;
  }
}
