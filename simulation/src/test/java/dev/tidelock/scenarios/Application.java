package dev.tidelock.scenarios;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// An application with a database on a device, of which Tidelock knows only the file.
final class Application implements AutoCloseable {
  private final Connection connection;

  private Application(Connection connection) {
    this.connection = connection;
  }

  /// An application that has its database in a file.
  static Application at(Path file) {
    try {
      Application application = new Application(DriverManager.getConnection("jdbc:sqlite:" + file));
      application.run("PRAGMA journal_mode = WAL");
      return application;
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  Application run(String... statements) {
    for (String sql : statements) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException failure) {
        throw new AssertionError(sql, failure);
      }
    }
    return this;
  }

  /// What a query answers, a line for each row, with bars between the columns.
  List<String> ask(String sql) {
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
    } catch (SQLException failure) {
      throw new AssertionError(sql, failure);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }
}
