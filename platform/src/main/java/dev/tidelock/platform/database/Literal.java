package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Value;
import dev.tidelock.platform.database.Tokens.Token;
import java.util.List;
import java.util.Optional;

/// Values as SQL text.
final class Literal {
  private Literal() {}

  /// The value of a column's default, if it is a literal that stands in a schema.
  static Optional<Value> value(String sql) {
    List<Token> tokens = Tokens.of(sql);
    if (tokens.size() == 2 && tokens.get(1).kind() == Tokens.Kind.NUMBER) {
      return tokens.getFirst().is("-") || tokens.getFirst().is("+")
          ? number(tokens.getFirst().text() + tokens.get(1).text())
          : Optional.empty();
    }
    if (tokens.size() != 1) {
      return Optional.empty();
    }
    Token only = tokens.getFirst();
    Optional<Value> value =
        switch (only.kind()) {
          case NUMBER -> number(only.text());
          case STRING, QUOTED -> Optional.of(Value.of(only.text()));
          case BLOB -> blob(only.text());
          case WORD -> word(only);
          case SIGN -> Optional.empty();
        };
    return value.filter(Literal::isShort);
  }

  private static boolean isShort(Value value) {
    return switch (value) {
      case Value.Text text -> text.bytes().size() <= Value.INLINE_LIMIT;
      case Value.Blob blob -> blob.bytes().size() <= Value.INLINE_LIMIT;
      case Value.Null _, Value.Whole _, Value.Real _, Value.Large _ -> true;
    };
  }

  private static Optional<Value> word(Token word) {
    if (word.is("NULL")) {
      return Optional.of(Value.NULL);
    }
    if (word.is("TRUE") || word.is("FALSE")) {
      return Optional.of(Value.of(word.is("TRUE") ? 1 : 0));
    }
    boolean moment =
        word.is("CURRENT_TIME") || word.is("CURRENT_DATE") || word.is("CURRENT_TIMESTAMP");
    return moment ? Optional.empty() : Optional.of(Value.of(word.text()));
  }

  private static Optional<Value> number(String text) {
    String plain = text.replace("_", "");
    try {
      boolean negative = plain.startsWith("-");
      String digits = plain.startsWith("+") || negative ? plain.substring(1) : plain;
      if (digits.regionMatches(true, 0, "0x", 0, 2)) {
        long bits = Long.parseUnsignedLong(digits.substring(2), 16);
        return Optional.of(Value.of(negative ? -bits : bits));
      }
      if (digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
        try {
          return Optional.of(Value.of(Long.parseLong(plain)));
        } catch (NumberFormatException beyondLong) {
          return Optional.of(Value.of(Double.parseDouble(plain)));
        }
      }
      return Optional.of(Value.of(Double.parseDouble(plain)));
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  private static Optional<Value> blob(String digits) {
    try {
      return Optional.of(Value.of(Bytes.hex(digits)));
    } catch (IllegalArgumentException noDigits) {
      return Optional.empty();
    }
  }

  /// The literal that SQLite reads as a value; nothing where there is none.
  static Optional<String> of(Value value) {
    return switch (value) {
      case Value.Null _ -> Optional.of("NULL");
      case Value.Whole whole -> Optional.of(Long.toString(whole.value()));
      case Value.Real real -> Optional.of(real(real.value()));
      case Value.Blob blob -> Optional.of("x'" + blob.bytes().toHex() + "'");
      case Value.Text text -> {
        String plain = text.bytes().toUtf8();
        boolean sayable = text.bytes().isUtf8() && plain.indexOf('\0') < 0;
        yield sayable ? Optional.of("'" + plain.replace("'", "''") + "'") : Optional.empty();
      }
      case Value.Large _ -> Optional.empty();
    };
  }

  private static String real(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "9e999" : "-9e999";
    }
    return Double.toString(value);
  }
}
