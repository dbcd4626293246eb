package dev.tidelock.workspace.json;

import dev.tidelock.core.MalformedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads JSON text (RFC 8259) whose numbers are whole. Total: a value or a [MalformedException].
public final class JsonReader {
  private static final int MAX_DEPTH = 64;

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /// The value that the whole text stands for.
  ///
  /// @throws MalformedException if it is anything else than one value; the message says where
  public static Json read(String text) {
    JsonReader reader = new JsonReader(text);
    Json value = reader.value(0);
    reader.space();
    if (reader.at < text.length()) {
      throw reader.malformed("something follows the value");
    }
    return value;
  }

  private Json value(int depth) {
    if (depth > MAX_DEPTH) {
      throw malformed("nested too deeply");
    }
    space();
    return switch (peek()) {
      case '{' -> members(depth);
      case '[' -> items(depth);
      case '"' -> new Json.Text(string());
      case 't' -> word("true", new Json.Truth(true));
      case 'f' -> word("false", new Json.Truth(false));
      case 'n' -> word("null", Json.NOTHING);
      default -> number();
    };
  }

  private Json members(int depth) {
    Map<String, Json> members = new LinkedHashMap<>();
    at++;
    space();
    if (take('}')) {
      return new Json.Members(members);
    }
    do {
      space();
      if (peek() != '"') {
        throw malformed("a member begins with its name");
      }
      String name = string();
      space();
      expect(':');
      if (members.put(name, value(depth + 1)) != null) {
        throw malformed("the member '" + name + "' is there twice");
      }
      space();
    } while (take(','));
    expect('}');
    return new Json.Members(members);
  }

  private Json items(int depth) {
    List<Json> items = new ArrayList<>();
    at++;
    space();
    if (take(']')) {
      return new Json.Items(items);
    }
    do {
      items.add(value(depth + 1));
      space();
    } while (take(','));
    expect(']');
    return new Json.Items(items);
  }

  private Json number() {
    int start = at;
    take('-');
    int digits = digits();
    boolean real = take('.');
    if (real) {
      digits = Math.min(digits, digits());
    }
    if (take('e') || take('E')) {
      real = true;
      if (!take('-')) {
        take('+');
      }
      digits = Math.min(digits, digits());
    }
    try {
      if (real && digits > 0) {
        return new Json.Real(Double.parseDouble(text.substring(start, at)));
      }
      return new Json.Whole(Long.parseLong(text, start, at, 10));
    } catch (NumberFormatException _) {
      at = start;
      throw malformed("no value begins here");
    }
  }

  /// Goes past digits, and says how many.
  private int digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - start;
  }

  private String string() {
    StringBuilder result = new StringBuilder();
    at++;
    while (true) {
      char c = peek();
      at++;
      switch (c) {
        case '"' -> {
          return result.toString();
        }
        case '\\' -> result.append(escaped());
        default -> {
          if (c < 0x20) {
            throw malformed("a control character in a string");
          }
          result.append(c);
        }
      }
    }
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(peek(), 16);
          if (digit < 0) {
            throw malformed("four hexadecimal digits follow \\u");
          }
          unit = unit << 4 | digit;
          at++;
        }
        yield (char) unit;
      }
      default -> throw malformed("no such escape");
    };
  }

  private Json word(String word, Json value) {
    if (!text.startsWith(word, at)) {
      throw malformed("no value begins here");
    }
    at += word.length();
    return value;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw malformed("the text ends too early");
    }
    return text.charAt(at);
  }

  private boolean take(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!take(c)) {
      throw malformed("expected '" + c + "'");
    }
  }

  private MalformedException malformed(String what) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < Math.min(at, text.length()); i++) {
      boolean newline = text.charAt(i) == '\n';
      line += newline ? 1 : 0;
      column = newline ? 1 : column + 1;
    }
    return new MalformedException("not JSON, at line " + line + ", column " + column + ": " + what);
  }
}
