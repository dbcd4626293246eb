package dev.tidelock.platform.database;

import dev.tidelock.platform.database.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A unique constraint or index of a table, beside its primary key.
///
/// @param name its name
/// @param parts what must be unique together
/// @param where the condition of rows for which it holds, as SQL; empty for all
record UniqueIndex(String name, List<Part> parts, String where) {
  UniqueIndex {
    parts = List.copyOf(parts);
  }

  /// A column or an expression.
  ///
  /// @param column the column's name, if it is one
  /// @param expression the SQL of it, over the columns of the table
  /// @param collation how texts are compared
  record Part(Optional<String> column, String expression, String collation) {}

  /// The expressions between the parentheses of a `CREATE INDEX`, without collation and order, and
  /// the condition after `WHERE`.
  ///
  /// @param expressions as SQL
  /// @param where the condition; empty if there is none
  record Text(List<String> expressions, String where) {
    static Text of(String sql) {
      List<Token> tokens = Tokens.of(sql);
      List<String> expressions = new ArrayList<>();
      int depth = 0;
      int from = 0;
      int close = tokens.size();
      for (int i = 0; i < tokens.size(); i++) {
        Token token = tokens.get(i);
        if (token.is("(") && depth++ == 0) {
          from = i + 1;
        }
        boolean closes = token.is(")") && --depth == 0;
        if (closes || depth == 1 && token.is(",")) {
          expressions.add(expression(sql, tokens.subList(from, i)));
          from = i + 1;
        }
        if (closes) {
          close = i;
          break;
        }
      }
      boolean partial = close + 1 < tokens.size() && tokens.get(close + 1).is("WHERE");
      return new Text(
          expressions,
          partial ? sql.substring(tokens.get(close + 1).end(), tokens.getLast().end()) : "");
    }

    private static String expression(String sql, List<Token> tokens) {
      int end = tokens.size();
      if (end > 1 && (tokens.get(end - 1).is("ASC") || tokens.get(end - 1).is("DESC"))) {
        end--;
      }
      if (end > 2 && tokens.get(end - 2).is("COLLATE")) {
        end -= 2;
      }
      return sql.substring(tokens.getFirst().start(), tokens.get(end - 1).end());
    }
  }

  /// An expression over the columns of a table, as one over those of a row that a trigger sees.
  ///
  /// @param columns the names of the columns by their folded names
  static String ofRow(String expression, String row, Map<String, String> columns) {
    StringBuilder sql = new StringBuilder();
    List<Token> tokens = Tokens.of(expression);
    int end = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean called = i + 1 < tokens.size() && tokens.get(i + 1).is("(");
      String column = columns.get(Sql.folded(token.text()));
      if (token.isName() && !called && column != null) {
        sql.append(expression, end, token.start());
        sql.append(row).append('.').append(Sql.name(column));
        end = token.end();
      }
    }
    return sql.append(expression.substring(end)).toString();
  }
}
