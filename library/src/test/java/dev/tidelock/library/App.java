package dev.tidelock.library;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// An application with a database, which knows nothing of Tidelock.
final class App implements AutoCloseable {
  private final Connection connection;

  private App(Connection connection) {
    this.connection = connection;
  }

  static App at(Path file) throws SQLException {
    App app = new App(DriverManager.getConnection("jdbc:sqlite:" + file));
    app.run("PRAGMA journal_mode = WAL", "PRAGMA busy_timeout = 10000");
    return app;
  }

  App run(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return this;
  }

  /// What a query answers, a line for each row, with bars between the columns.
  List<String> ask(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join("|", row));
      }
      return rows;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
