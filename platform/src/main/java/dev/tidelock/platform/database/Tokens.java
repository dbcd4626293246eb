package dev.tidelock.platform.database;

import java.util.ArrayList;
import java.util.List;

/// SQL text in the words that SQLite reads it in (<https://www.sqlite.org/lang.html>, tokenize.c),
/// without spaces and comments. Total: any text has tokens.
final class Tokens {
  /// What a token is.
  enum Kind {
    /// A bare word: a keyword or a name.
    WORD,
    /// A name in double quotes, brackets or backticks.
    QUOTED,
    /// A string in single quotes.
    STRING,
    /// A blob, as in x'00'.
    BLOB,
    /// A number without sign.
    NUMBER,
    /// Anything else: one character.
    SIGN
  }

  /// One token.
  ///
  /// @param kind what it is
  /// @param text a name or string without its quotes, a blob's digits, else as written
  /// @param start where it begins in the text
  /// @param end where it ends
  record Token(Kind kind, String text, int start, int end) {
    boolean is(String word) {
      return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(word);
    }

    boolean isName() {
      return kind == Kind.WORD || kind == Kind.QUOTED;
    }
  }

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Tokens(String sql) {
    this.sql = sql;
  }

  static List<Token> of(String sql) {
    Tokens reader = new Tokens(sql);
    while (reader.at < sql.length()) {
      reader.step();
    }
    return reader.tokens;
  }

  private void step() {
    char c = sql.charAt(at);
    if (c <= ' ') {
      at++;
    } else if (sql.startsWith("--", at)) {
      at = after("\n");
    } else if (sql.startsWith("/*", at)) {
      at = Math.max(at + 2, sql.indexOf("*/", at + 2) < 0 ? sql.length() : after("*/"));
    } else if (c == '\'') {
      quoted(Kind.STRING, '\'');
    } else if (c == '"' || c == '`') {
      quoted(Kind.QUOTED, c);
    } else if (c == '[') {
      int end = after("]");
      int inner = sql.charAt(end - 1) == ']' ? end - 1 : end;
      add(Kind.QUOTED, sql.substring(at + 1, Math.max(at + 1, inner)), end);
    } else if ((c == 'x' || c == 'X') && at + 1 < sql.length() && sql.charAt(at + 1) == '\'') {
      int end = sql.indexOf('\'', at + 2);
      int last = end < 0 ? sql.length() : end;
      add(Kind.BLOB, sql.substring(at + 2, last), Math.min(sql.length(), last + 1));
    } else if (isDigit(c) || c == '.' && at + 1 < sql.length() && isDigit(sql.charAt(at + 1))) {
      add(Kind.NUMBER, numberEnd());
    } else if (isWord(c)) {
      int end = at;
      while (end < sql.length() && isWord(sql.charAt(end))) {
        end++;
      }
      add(Kind.WORD, end);
    } else {
      add(Kind.SIGN, at + 1);
    }
  }

  private int after(String mark) {
    int found = sql.indexOf(mark, at);
    return found < 0 ? sql.length() : found + mark.length();
  }

  private void quoted(Kind kind, char quote) {
    StringBuilder text = new StringBuilder();
    int i = at + 1;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == quote) {
        if (i + 1 >= sql.length() || sql.charAt(i + 1) != quote) {
          break;
        }
        i++;
      }
      text.append(c);
      i++;
    }
    add(kind, text.toString(), Math.min(sql.length(), i + 1));
  }

  /// Digits, a fraction and an exponent with its sign, or hexadecimal digits.
  private int numberEnd() {
    int end = at;
    boolean hexadecimal = sql.regionMatches(true, at, "0x", 0, 2);
    while (end < sql.length()) {
      char c = sql.charAt(end);
      boolean sign =
          !hexadecimal
              && (c == '+' || c == '-')
              && (sql.charAt(end - 1) == 'e' || sql.charAt(end - 1) == 'E')
              && end > at;
      if (!isWord(c) && c != '.' && !sign) {
        break;
      }
      end++;
    }
    return end;
  }

  private void add(Kind kind, int end) {
    add(kind, sql.substring(at, end), end);
  }

  private void add(Kind kind, String text, int end) {
    tokens.add(new Token(kind, text, at, end));
    at = end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWord(char c) {
    return isDigit(c)
        || c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c == '_'
        || c == '$'
        || c >= 0x80;
  }
}
