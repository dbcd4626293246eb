package dev.tidelock.core.cbor;

import dev.tidelock.core.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes the canonical subset of CBOR (RFC 8949, section 4.2) that hashed bytes consist of:
/// integers in their shortest form, definite lengths, booleans, null, byte and text strings,
/// arrays, floating-point numbers always in 64 bits. There are no maps: records are arrays with a
/// fixed order. One thread.
public final class CborWriter {
  private byte[] buffer = new byte[64];
  private int size;

  /// Writes an integer.
  public CborWriter integer(long value) {
    if (value >= 0) {
      head(0, value);
    } else {
      head(1, -1 - value);
    }
    return this;
  }

  /// Writes a byte string.
  public CborWriter bytes(Bytes value) {
    head(2, value.size());
    raw(value);
    return this;
  }

  /// Writes a text string. Unpaired surrogates are a caller's error.
  public CborWriter text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    head(3, utf8.length);
    ensure(utf8.length);
    System.arraycopy(utf8, 0, buffer, size, utf8.length);
    size += utf8.length;
    return this;
  }

  /// Writes a text string that is given as its bytes in UTF-8. Other bytes are a caller's error.
  public CborWriter utf8(Bytes value) {
    head(3, value.size());
    raw(value);
    return this;
  }

  /// Writes a floating-point number, which is not NaN, in 64 bits.
  public CborWriter real(double value) {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("NaN is no number, and has many encodings");
    }
    single(0xfb);
    ensure(8);
    bigEndian(Double.doubleToRawLongBits(value), 8);
    return this;
  }

  /// Announces an array of `length` items, which the caller writes next.
  public CborWriter array(int length) {
    head(4, length);
    return this;
  }

  /// Writes true or false.
  public CborWriter bool(boolean value) {
    single(value ? 0xf5 : 0xf4);
    return this;
  }

  /// Writes null.
  public CborWriter nil() {
    single(0xf6);
    return this;
  }

  /// Appends an item that is canonical CBOR already.
  public CborWriter item(Bytes encoded) {
    raw(encoded);
    return this;
  }

  /// How many bytes were written.
  public int size() {
    return size;
  }

  /// What was written.
  public Bytes toBytes() {
    return Bytes.copyOf(buffer, 0, size);
  }

  private void head(int major, long argument) {
    ensure(9);
    int type = major << 5;
    if (argument < 24) {
      buffer[size++] = (byte) (type | (int) argument);
    } else if (argument < 1 << 8) {
      buffer[size++] = (byte) (type | 24);
      bigEndian(argument, 1);
    } else if (argument < 1 << 16) {
      buffer[size++] = (byte) (type | 25);
      bigEndian(argument, 2);
    } else if (argument < 1L << 32) {
      buffer[size++] = (byte) (type | 26);
      bigEndian(argument, 4);
    } else {
      buffer[size++] = (byte) (type | 27);
      bigEndian(argument, 8);
    }
  }

  private void bigEndian(long value, int width) {
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (value >>> shift);
    }
  }

  private void single(int value) {
    ensure(1);
    buffer[size++] = (byte) value;
  }

  private void raw(Bytes value) {
    ensure(value.size());
    value.copyInto(buffer, size);
    size += value.size();
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
