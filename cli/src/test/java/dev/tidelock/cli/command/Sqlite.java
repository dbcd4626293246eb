package dev.tidelock.cli.command;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// A database of an application, as the application uses it.
public final class Sqlite {
  private final Path file;

  private Sqlite(Path file) {
    this.file = file;
  }

  /// One in WAL mode, made if there is none.
  public static Sqlite at(Path file) {
    return new Sqlite(file).run("PRAGMA journal_mode = WAL");
  }

  /// Where it lies.
  public Path file() {
    return file;
  }

  /// Does what statements say.
  public Sqlite run(String... statements) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      return this;
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  /// What a query answers: a line for each row, with bars between the columns.
  public List<String> ask(String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
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
      throw new AssertionError(failure);
    }
  }
}
