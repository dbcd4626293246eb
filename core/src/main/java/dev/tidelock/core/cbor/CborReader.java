package dev.tidelock.core.cbor;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads what [CborWriter] writes and nothing else: any other encoding of the same values is
/// refused, so that equal values have equal bytes. Never allocates more than the input's size.
/// Every method throws [MalformedException] on anything unexpected. One thread.
public final class CborReader {
  private final Bytes input;
  private int position;

  /// A reader before the first byte.
  public CborReader(Bytes input) {
    this.input = input;
  }

  /// Reads an integer.
  public long integer() {
    int initial = next();
    int major = initial >> 5;
    if (major > 1) {
      throw malformed("an integer");
    }
    long argument = argument(initial & 31);
    if (argument < 0) {
      throw malformed("an integer of at most 63 bits");
    }
    return major == 0 ? argument : -1 - argument;
  }

  /// Reads an integer from `low` to `high`, both inclusive.
  public int integer(int low, int high) {
    long value = integer();
    if (value < low || value > high) {
      throw malformed("an integer from " + low + " to " + high);
    }
    return (int) value;
  }

  /// Reads a byte string.
  public Bytes bytes() {
    return run(2, "a byte string");
  }

  /// Reads a byte string of exactly `size` bytes.
  public Bytes bytes(int size) {
    Bytes value = bytes();
    if (value.size() != size) {
      throw malformed("a byte string of " + size + " bytes");
    }
    return value;
  }

  /// Passes a byte string and returns its length.
  public int skipBytes() {
    int length = length(2, "a byte string");
    position += length;
    return length;
  }

  /// Reads a text string.
  public String text() {
    Bytes utf8 = run(3, "a text");
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(utf8.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("a text is not UTF-8, at byte " + position, e);
    }
  }

  /// Reads a text string as its bytes, which are checked to be UTF-8.
  public Bytes utf8() {
    Bytes value = run(3, "a text");
    if (!value.isUtf8()) {
      throw new MalformedException("a text is not UTF-8, at byte " + position);
    }
    return value;
  }

  /// Passes a text string, whose bytes are checked to be UTF-8, and returns its length.
  public int skipUtf8() {
    int length = length(3, "a text");
    position += length;
    if (!input.isUtf8(position - length, position)) {
      throw new MalformedException("a text is not UTF-8, at byte " + position);
    }
    return length;
  }

  /// Reads a floating-point number of 64 bits, which is a number.
  public double real() {
    if (next() != 0xfb) {
      throw malformed("a floating-point number of 64 bits");
    }
    double value = Double.longBitsToDouble(bigEndian(8));
    if (Double.isNaN(value)) {
      throw malformed("a floating-point number");
    }
    return value;
  }

  /// Reads the head of an array and returns its length, which is at most the number of bytes left.
  public int array() {
    return length(4, "an array");
  }

  /// Reads the head of an array of exactly `length` items.
  public void array(int length) {
    if (array() != length) {
      throw malformed("an array of " + length);
    }
  }

  /// Reads true or false.
  public boolean bool() {
    return switch (next()) {
      case 0xf4 -> false;
      case 0xf5 -> true;
      default -> throw malformed("a boolean");
    };
  }

  /// Reads a null if one is next, and says whether it was.
  public boolean nil() {
    if (position < input.size() && (input.get(position) & 0xff) == 0xf6) {
      position++;
      return true;
    }
    return false;
  }

  /// Whether a byte string comes next.
  public boolean nextIsBytes() {
    return position < input.size() && (input.get(position) & 0xff) >> 5 == 2;
  }

  /// What comes next.
  public CborType type() {
    if (position >= input.size()) {
      throw malformed("more input");
    }
    int initial = input.get(position) & 0xff;
    return switch (initial >> 5) {
      case 0, 1 -> CborType.INTEGER;
      case 2 -> CborType.BYTES;
      case 3 -> CborType.TEXT;
      case 4 -> CborType.ARRAY;
      default ->
          switch (initial) {
            case 0xf4, 0xf5 -> CborType.BOOLEAN;
            case 0xf6 -> CborType.NULL;
            case 0xfb -> CborType.REAL;
            default -> throw malformed("an item");
          };
    };
  }

  /// The bytes that were read since the reader stood at `start`.
  public Bytes since(int start) {
    return input.slice(start, position);
  }

  /// How many bytes were read.
  public int position() {
    return position;
  }

  /// Whether everything was read.
  public boolean atEnd() {
    return position == input.size();
  }

  /// Checks that everything was read.
  public void finish() {
    if (!atEnd()) {
      throw malformed("the end");
    }
  }

  private Bytes run(int major, String expected) {
    int length = length(major, expected);
    Bytes value = input.slice(position, position + length);
    position += length;
    return value;
  }

  private int length(int major, String expected) {
    int initial = next();
    if (initial >> 5 != major) {
      throw malformed(expected);
    }
    long length = argument(initial & 31);
    if (length < 0 || length > input.size() - position) {
      throw malformed(expected + " that fits its input");
    }
    return (int) length;
  }

  private long argument(int information) {
    if (information < 24) {
      return information;
    }
    int width =
        switch (information) {
          case 24 -> 1;
          case 25 -> 2;
          case 26 -> 4;
          case 27 -> 8;
          default -> throw malformed("a definite length");
        };
    long value = bigEndian(width);
    long least = width == 1 ? 24 : 1L << (4 * width);
    if (Long.compareUnsigned(value, least) < 0) {
      throw malformed("the shortest form of a number");
    }
    return value;
  }

  private long bigEndian(int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = value << 8 | next();
    }
    return value;
  }

  private int next() {
    if (position >= input.size()) {
      throw malformed("more input");
    }
    return input.get(position++) & 0xff;
  }

  private MalformedException malformed(String expected) {
    return new MalformedException("expected " + expected + ", at byte " + position);
  }
}
