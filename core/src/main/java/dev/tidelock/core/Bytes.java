package dev.tidelock.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/// An immutable sequence of bytes, ordered by unsigned lexicographic comparison. Safe for use by
/// any thread.
public final class Bytes implements Comparable<Bytes> {
  private static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /// The empty sequence.
  public static Bytes empty() {
    return EMPTY;
  }

  /// A copy of the given bytes.
  public static Bytes copyOf(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
  }

  /// A copy of `length` bytes from `offset`.
  public static Bytes copyOf(byte[] bytes, int offset, int length) {
    return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /// A copy of the buffer's remaining bytes; the buffer's position does not move.
  public static Bytes copyOf(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return new Bytes(copy);
  }

  /// The given array itself, without a copy: the caller must never write to it again.
  public static Bytes wrap(byte[] bytes) {
    return new Bytes(bytes);
  }

  /// The UTF-8 encoding of a text.
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The bytes that lower- or upper-case hexadecimal digits name.
  public static Bytes hex(String digits) {
    return new Bytes(HexFormat.of().parseHex(digits));
  }

  /// The number of bytes.
  public int size() {
    return content.length;
  }

  /// Whether there is no byte.
  public boolean isEmpty() {
    return content.length == 0;
  }

  /// The byte at `index`, from 0.
  public byte get(int index) {
    return content[index];
  }

  /// The number that `length` bytes from `offset` are, the least significant first.
  ///
  /// @param length at most 8
  public long littleEndian(int offset, int length) {
    if (length == Long.BYTES) {
      return littleEndian(offset) & 0xffff_ffffL | (long) littleEndian(offset + 4) << 32;
    }
    long value = 0;
    for (int i = offset + length - 1; i >= offset; i--) {
      value = value << 8 | content[i] & 0xff;
    }
    return value;
  }

  private int littleEndian(int offset) {
    return content[offset] & 0xff
        | (content[offset + 1] & 0xff) << 8
        | (content[offset + 2] & 0xff) << 16
        | content[offset + 3] << 24;
  }

  /// A copy as an array.
  public byte[] toByteArray() {
    return content.clone();
  }

  /// A read-only view.
  public ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  /// Feeds all bytes to a digest.
  public void feed(MessageDigest digest) {
    digest.update(content);
  }

  /// Copies all bytes into `target` from `targetOffset` on.
  public void copyInto(byte[] target, int targetOffset) {
    System.arraycopy(content, 0, target, targetOffset, content.length);
  }

  /// The bytes from `from`, inclusive, to `to`, exclusive.
  public Bytes slice(int from, int to) {
    return from == 0 && to == content.length
        ? this
        : new Bytes(Arrays.copyOfRange(content, from, to));
  }

  /// This sequence followed by `other`.
  public Bytes concat(Bytes other) {
    byte[] joined = Arrays.copyOf(content, content.length + other.content.length);
    other.copyInto(joined, content.length);
    return new Bytes(joined);
  }

  /// Whether this sequence begins with `prefix`.
  public boolean startsWith(Bytes prefix) {
    return prefix.content.length <= content.length
        && Arrays.equals(
            content, 0, prefix.content.length, prefix.content, 0, prefix.content.length);
  }

  /// Whether these bytes are well-formed UTF-8 (The Unicode Standard, table 3-7).
  public boolean isUtf8() {
    return isUtf8(0, content.length);
  }

  /// Whether the bytes from `from`, inclusive, to `to`, exclusive, are well-formed UTF-8.
  public boolean isUtf8(int from, int to) {
    return Utf8.isWellFormed(content, from, to);
  }

  /// The text that these bytes encode in UTF-8; malformed input becomes U+FFFD.
  public String toUtf8() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /// Lower-case hexadecimal digits.
  public String toHex() {
    return HexFormat.of().formatHex(content);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return content.length <= 64
        ? toHex()
        : slice(0, 64).toHex() + "… (" + content.length + " bytes)";
  }
}
