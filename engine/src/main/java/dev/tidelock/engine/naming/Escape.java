package dev.tidelock.engine.naming;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectIdentity;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name under which a file system shows what it cannot show under its own: `readme.md` becomes
/// `readme~5a831ea6.md`. It says all by itself what it stands for, so nothing has to be remembered.
///
/// Before the extension stand a tilde and the first eight digits of the SHA-256 of the name in
/// UTF-8. Before that, every byte is `%` and two digits that is not a letter, a digit, a space or
/// one of `-_.()+,=@!#`. An extension is the last dot and one to sixteen ASCII letters or digits
/// after it, unless nothing is before it.
final class Escape {
  private static final Pattern FORM =
      Pattern.compile("([^~]*)~[0-9a-f]{8}(\\.[A-Za-z0-9]{1,16})?", Pattern.DOTALL);
  private static final Pattern PARTS =
      Pattern.compile("(.+?)(\\.[A-Za-z0-9]{1,16})?", Pattern.DOTALL);
  private static final String KEPT = " -_.()+,=@!#";
  private static final int DIGITS = 4;
  private static final int MAX_BYTES = 255;

  private Escape() {}

  /// The escaped form of a name; nothing if that would be longer than a name may be.
  static Optional<String> of(String name) {
    Matcher parts = PARTS.matcher(name);
    if (!parts.matches()) {
      throw new IllegalArgumentException("an empty name");
    }
    Bytes bytes = Bytes.utf8(name);
    String extension = Optional.ofNullable(parts.group(2)).orElse("");
    String digits = ObjectIdentity.sha256(bytes).slice(0, DIGITS).toHex();
    String escaped = encode(parts.group(1)) + '~' + digits + extension;
    return escaped.length() <= MAX_BYTES ? Optional.of(escaped) : Optional.empty();
  }

  /// The name that an escaped one stands for; nothing if this is none.
  static Optional<String> read(String shown) {
    if (shown.indexOf('~') < 0) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(shown);
    if (!form.matches()) {
      return Optional.empty();
    }
    String extension = Optional.ofNullable(form.group(2)).orElse("");
    return decode(form.group(1))
        .map(stem -> stem + extension)
        .filter(name -> !name.isEmpty() && of(name).filter(shown::equals).isPresent());
  }

  private static String encode(String stem) {
    StringBuilder out = new StringBuilder();
    for (byte each : stem.getBytes(StandardCharsets.UTF_8)) {
      boolean letter = each >= 'A' && each <= 'Z' || each >= 'a' && each <= 'z';
      if (letter || each >= '0' && each <= '9' || KEPT.indexOf(each) >= 0) {
        out.append((char) each);
      } else {
        out.append('%').append("%02x".formatted(each & 0xff));
      }
    }
    return out.toString();
  }

  private static Optional<String> decode(String stem) {
    ByteBuffer bytes = ByteBuffer.allocate(stem.length());
    for (int i = 0; i < stem.length(); i++) {
      char c = stem.charAt(i);
      if (c != '%' && c < 0x80) {
        bytes.put((byte) c);
      } else if (c == '%' && i + 2 < stem.length()) {
        int value = digit(stem.charAt(i + 1)) << 4 | digit(stem.charAt(i + 2));
        if (value < 0) {
          return Optional.empty();
        }
        bytes.put((byte) value);
        i += 2;
      } else {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  private static int digit(char c) {
    return Character.digit(c, 16);
  }
}
