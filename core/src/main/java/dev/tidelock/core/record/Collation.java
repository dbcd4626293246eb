package dev.tidelock.core.record;

import dev.tidelock.core.Bytes;

/// Which texts a column takes for equal, as SQLite's collation of the same name does. The code is
/// part of the format.
public enum Collation {
  /// Equal bytes.
  BINARY(0),
  /// Equal but for the case of ASCII letters.
  NOCASE(1),
  /// Equal but for spaces at the end.
  RTRIM(2);

  private final int code;

  Collation(int code) {
    this.code = code;
  }

  /// The number that stands for this collation in a schema.
  public int code() {
    return code;
  }

  /// The bytes that all texts share that count as equal, and whose order is the collation's.
  Bytes fold(Bytes text) {
    return switch (this) {
      case BINARY -> text;
      case NOCASE -> lowerCase(text);
      case RTRIM -> withoutSpaces(text);
    };
  }

  /// SQLite compares up to the first NUL, and then the lengths.
  private static Bytes lowerCase(Bytes text) {
    byte[] folded = new byte[text.size()];
    for (int i = 0; i < folded.length && text.get(i) != 0; i++) {
      byte b = text.get(i);
      folded[i] = b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }
    return Bytes.wrap(folded);
  }

  private static Bytes withoutSpaces(Bytes text) {
    int end = text.size();
    while (end > 0 && text.get(end - 1) == ' ') {
      end--;
    }
    return text.slice(0, end);
  }
}
