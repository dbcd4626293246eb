package dev.tidelock.core.content;

import dev.tidelock.core.Bytes;
import java.util.Arrays;

/// A growing sequence of bytes. Confined to one thread.
final class BytesBuilder {
  private byte[] buffer = new byte[256];
  private int size;

  void append(Bytes bytes) {
    reserve(bytes.size());
    bytes.copyInto(buffer, size);
    size += bytes.size();
  }

  boolean isEmpty() {
    return size == 0;
  }

  /// The bytes appended so far, after which the builder is empty again.
  Bytes take() {
    Bytes bytes = Bytes.wrap(Arrays.copyOf(buffer, size));
    size = 0;
    return bytes;
  }

  private void reserve(int more) {
    int needed = Math.addExact(size, more);
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(needed, Math.multiplyExact(buffer.length, 2)));
    }
  }
}
