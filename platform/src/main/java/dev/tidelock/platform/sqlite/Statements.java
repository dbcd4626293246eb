package dev.tidelock.platform.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// The prepared statements of one connection, each made when first used. One that is in use by a
/// caller is not given to another.
///
/// The driver ends some statements when they fail, without a way to ask; so after any failure all
/// are made anew.
final class Statements {
  private final Connection connection;
  private final Map<String, Deque<PreparedStatement>> idle = new HashMap<>();

  Statements(Connection connection) {
    this.connection = connection;
  }

  /// What a caller does with a statement.
  @FunctionalInterface
  interface Use<T> {
    T apply(PreparedStatement statement) throws SQLException;
  }

  /// Lends a statement to `use`.
  <T> T use(String sql, Use<T> use) throws SQLException {
    Deque<PreparedStatement> reusable = idle.computeIfAbsent(sql, _ -> new ArrayDeque<>(1));
    PreparedStatement statement =
        reusable.isEmpty() ? connection.prepareStatement(sql) : reusable.pop();
    boolean sound = false;
    try {
      T result = use.apply(statement);
      sound = true;
      return result;
    } finally {
      if (sound) {
        reusable.push(statement);
      } else {
        statement.close();
        forget();
      }
    }
  }

  /// Runs a statement without parameters.
  void execute(String sql) throws SQLException {
    use(sql, PreparedStatement::execute);
  }

  private void forget() throws SQLException {
    for (Deque<PreparedStatement> reusable : idle.values()) {
      while (!reusable.isEmpty()) {
        reusable.pop().close();
      }
    }
  }
}
