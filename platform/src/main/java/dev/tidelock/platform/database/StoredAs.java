package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Affinity;
import dev.tidelock.core.record.Value;

/// Whether SQLite stores a value as it is given (<https://www.sqlite.org/datatype3.html>, section
/// 3). Where it does not, the row is not what was written and must be looked at again.
final class StoredAs {
  private static final double TWO_63 = 0x1p63;

  /// No number that SQLite reads in a text has so many characters and means anything by them.
  private static final int LONGEST_NUMBER = 1000;

  private StoredAs() {}

  /// Whether a column of an affinity changes a value.
  static boolean changes(Affinity affinity, Value value) {
    return switch (affinity) {
      case BLOB -> false;
      case TEXT -> value instanceof Value.Whole || value instanceof Value.Real;
      case REAL -> value instanceof Value.Whole || isNumber(value);
      case INTEGER, NUMERIC -> value instanceof Value.Real real && isWhole(real) || isNumber(value);
    };
  }

  private static boolean isWhole(Value.Real real) {
    double number = real.value();
    return number == Math.rint(number) && number >= -TWO_63 && number < TWO_63;
  }

  /// Whether a text says a number and nothing else: digits, a point, an exponent.
  private static boolean isNumber(Value value) {
    if (!(value instanceof Value.Text text) || text.bytes().size() > LONGEST_NUMBER) {
      return false;
    }
    Bytes bytes = text.bytes();
    int at = skipSpaces(bytes, 0);
    at = skipSign(bytes, at);
    int digits = at;
    at = skipDigits(bytes, at);
    int count = at - digits;
    if (is(bytes, at, '.')) {
      int fraction = at + 1;
      at = skipDigits(bytes, fraction);
      count += at - fraction;
    }
    if (count == 0) {
      return false;
    }
    if (is(bytes, at, 'e') || is(bytes, at, 'E')) {
      int exponent = skipSign(bytes, at + 1);
      at = skipDigits(bytes, exponent);
      if (at == exponent) {
        return false;
      }
    }
    return skipSpaces(bytes, at) == bytes.size();
  }

  private static int skipSpaces(Bytes bytes, int from) {
    int at = from;
    while (at < bytes.size()
        && (bytes.get(at) == ' ' || bytes.get(at) >= 9 && bytes.get(at) <= 13)) {
      at++;
    }
    return at;
  }

  private static int skipSign(Bytes bytes, int at) {
    return is(bytes, at, '+') || is(bytes, at, '-') ? at + 1 : at;
  }

  private static int skipDigits(Bytes bytes, int from) {
    int at = from;
    while (at < bytes.size() && bytes.get(at) >= '0' && bytes.get(at) <= '9') {
      at++;
    }
    return at;
  }

  private static boolean is(Bytes bytes, int at, char c) {
    return at < bytes.size() && bytes.get(at) == c;
  }
}
