package dev.tidelock.core.content;

import dev.tidelock.core.Bytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The encoding of a text, as far as lines need it: where characters begin and what a newline is.
public enum TextForm {
  /// Seven-bit characters only, so also a text of every eight-bit encoding.
  ASCII,
  /// Well-formed UTF-8 without NUL, with or without a byte order mark.
  UTF_8,
  /// Some encoding with one byte per character, or several bytes above 0x7F (Latin-1, Windows code
  /// pages, Shift JIS): no control characters but those of layout.
  EIGHT_BIT,
  /// Well-formed little-endian UTF-16 with a byte order mark.
  UTF_16LE,
  /// Well-formed big-endian UTF-16 with a byte order mark.
  UTF_16BE;

  private static final Bytes UTF_8_MARK = Bytes.hex("efbbbf");
  private static final Bytes UTF_16LE_MARK = Bytes.hex("fffe");
  private static final Bytes UTF_16BE_MARK = Bytes.hex("feff");

  /// The form of these bytes, or nothing if they are no text.
  public static Optional<TextForm> of(Bytes bytes) {
    if (bytes.startsWith(UTF_16LE_MARK)) {
      return isUtf16(bytes, StandardCharsets.UTF_16LE) ? Optional.of(UTF_16LE) : Optional.empty();
    }
    if (bytes.startsWith(UTF_16BE_MARK)) {
      return isUtf16(bytes, StandardCharsets.UTF_16BE) ? Optional.of(UTF_16BE) : Optional.empty();
    }
    boolean high = false;
    boolean junk = false;
    for (int i = 0; i < bytes.size(); i++) {
      int value = Byte.toUnsignedInt(bytes.get(i));
      if (value == 0) {
        return Optional.empty();
      }
      high |= value > 0x7F;
      junk |= isJunk(value);
    }
    if (!high) {
      return Optional.of(ASCII);
    }
    if (decode(bytes, StandardCharsets.UTF_8).isPresent()) {
      return Optional.of(UTF_8);
    }
    return junk ? Optional.empty() : Optional.of(EIGHT_BIT);
  }

  /// Whether lines of both forms can stand in one text.
  boolean fits(TextForm other) {
    return this == other
        || this == ASCII && other.unit() == 1
        || other == ASCII && this.unit() == 1;
  }

  /// The number of bytes in a code unit.
  int unit() {
    return switch (this) {
      case ASCII, UTF_8, EIGHT_BIT -> 1;
      case UTF_16LE, UTF_16BE -> 2;
    };
  }

  /// The code unit at a byte index that is a multiple of [#unit()].
  int unitAt(Bytes bytes, int index) {
    int here = Byte.toUnsignedInt(bytes.get(index));
    return switch (this) {
      case ASCII, UTF_8, EIGHT_BIT -> here;
      case UTF_16LE -> here | Byte.toUnsignedInt(bytes.get(index + 1)) << 8;
      case UTF_16BE -> here << 8 | Byte.toUnsignedInt(bytes.get(index + 1));
    };
  }

  /// The byte order mark that the bytes of a text of this form begin with; empty if there is none.
  Bytes mark(Bytes bytes) {
    Bytes mark =
        switch (this) {
          case ASCII, EIGHT_BIT -> Bytes.empty();
          case UTF_8 -> UTF_8_MARK;
          case UTF_16LE -> UTF_16LE_MARK;
          case UTF_16BE -> UTF_16BE_MARK;
        };
    return bytes.startsWith(mark) ? mark : Bytes.empty();
  }

  private static boolean isUtf16(Bytes bytes, Charset charset) {
    return decode(bytes, charset).filter(TextForm::isPlain).isPresent();
  }

  private static boolean isPlain(CharBuffer text) {
    return text.chars().noneMatch(unit -> unit == 0 || unit >= 0xFFFE || isJunk(unit));
  }

  private static Optional<CharBuffer> decode(Bytes bytes, Charset charset) {
    ByteBuffer buffer = bytes.asByteBuffer();
    try {
      return Optional.of(charset.newDecoder().decode(buffer));
    } catch (CharacterCodingException malformed) {
      return Optional.empty();
    }
  }

  private static boolean isJunk(int unit) {
    return switch (unit) {
      case '\t', '\n', '\f', '\r' -> false;
      default -> unit < 0x20 || unit == 0x7F;
    };
  }
}
