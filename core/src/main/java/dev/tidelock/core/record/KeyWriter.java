package dev.tidelock.core.record;

import dev.tidelock.core.Bytes;
import java.util.Arrays;

/// Collects the bytes of a key. One thread.
final class KeyWriter {
  private byte[] buffer = new byte[32];
  private int size;

  KeyWriter put(int value) {
    ensure(1);
    buffer[size++] = (byte) value;
    return this;
  }

  KeyWriter putLong(long value) {
    ensure(Long.BYTES);
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      buffer[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  /// Each 00 as 00 FF, then 00: no encoding is the beginning of another, and the order stays.
  KeyWriter putEscaped(Bytes bytes) {
    ensure(2 * bytes.size() + 1);
    for (int i = 0; i < bytes.size(); i++) {
      byte b = bytes.get(i);
      buffer[size++] = b;
      if (b == 0) {
        buffer[size++] = (byte) 0xff;
      }
    }
    buffer[size++] = 0;
    return this;
  }

  Bytes toBytes() {
    return Bytes.copyOf(buffer, 0, size);
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + more));
    }
  }
}
