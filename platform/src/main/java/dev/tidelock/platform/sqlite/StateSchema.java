package dev.tidelock.platform.sqlite;

import dev.tidelock.engine.port.StateFailure.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// The tables of a state file and how an older file is brought to them: numbered scripts, of which
/// `PRAGMA user_version` tells how many ran. A script that was released is never changed.
final class StateSchema {
  /// "TdLk": tells a state file from any other SQLite database.
  private static final int APPLICATION_ID = 0x54644c6b;

  private static final List<String> SCRIPTS =
      List.of(
          """
          CREATE TABLE kv (
            space INTEGER NOT NULL,
            key BLOB NOT NULL,
            value BLOB NOT NULL,
            PRIMARY KEY (space, key)
          ) STRICT, WITHOUT ROWID
          """);

  private StateSchema() {}

  /// Sets up the connection, and creates or updates the tables if need be. A file that is no state,
  /// or a newer one, is left as it is.
  static void prepare(Connection connection, SqliteFailures failures) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int version = version(statement, failures);
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = EXTRA");
      if (version == SCRIPTS.size()) {
        return;
      }
      statement.execute("BEGIN IMMEDIATE");
      try {
        // Asked again: another process may have been faster.
        for (int i = version(statement, failures); i < SCRIPTS.size(); i++) {
          statement.execute(SCRIPTS.get(i));
        }
        statement.execute("PRAGMA application_id = " + APPLICATION_ID);
        statement.execute("PRAGMA user_version = " + SCRIPTS.size());
        statement.execute("COMMIT");
      } catch (SQLException failure) {
        statement.execute("ROLLBACK");
        throw failure;
      }
    }
  }

  private static int version(Statement statement, SqliteFailures failures) throws SQLException {
    int version = number(statement, "PRAGMA user_version");
    int application = number(statement, "PRAGMA application_id");
    boolean fresh = version == 0 && number(statement, "SELECT count(*) FROM sqlite_schema") == 0;
    if (!fresh && application != APPLICATION_ID) {
      throw failures.of(
          Reason.CORRUPT, "cannot open the state", new SQLException("another program's database"));
    }
    if (version > SCRIPTS.size()) {
      throw failures.of(
          Reason.CORRUPT,
          "cannot open the state",
          new SQLException("written by a newer version of Tidelock (format " + version + ")"));
    }
    return version;
  }

  private static int number(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      return result.getInt(1);
    }
  }
}
