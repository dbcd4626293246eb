package dev.tidelock.platform.database;

import dev.tidelock.core.record.Value;
import java.util.Collection;
import java.util.Collections;
import java.util.stream.Collectors;

/// Pieces of SQL text.
final class Sql {
  private Sql() {}

  /// A name, quoted.
  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /// Names, quoted and separated by commas.
  static String names(Collection<String> names) {
    return names.stream().map(Sql::name).collect(Collectors.joining(", "));
  }

  /// A name as SQLite compares it.
  static String folded(String name) {
    StringBuilder folded = new StringBuilder(name);
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        folded.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return folded.toString();
  }

  /// As many question marks, separated by commas.
  static String marks(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }

  /// What stands for values, separated by commas.
  static String marks(Collection<Value> values) {
    return values.stream().map(Sql::mark).collect(Collectors.joining(", "));
  }

  /// What stands for a value: a text that is no UTF-8 is given as a blob.
  static String mark(Value value) {
    return isOdd(value) ? "CAST(? AS TEXT)" : "?";
  }

  /// Whether a value is a text that is no UTF-8.
  static boolean isOdd(Value value) {
    return value instanceof Value.Text text && !text.bytes().isUtf8();
  }
}
