package dev.tidelock.platform.database;

import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.DatabaseFailure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;
import org.sqlite.SQLiteOpenMode;

/// One connection to a database, with the statements that were prepared on it. For use by one
/// thread.
final class Link implements AutoCloseable {
  /// The longest value or row that is read at once, in bytes.
  static final int LENGTH_LIMIT = 4 << 20;

  /// The longest value that SQLite stores, in bytes.
  static final int SQLITE_LENGTH_LIMIT = 1_000_000_000;

  private static final int STATEMENTS = 64;
  private static final int CACHE_KIBIBYTES = 16 * 1024;
  private static final int WAL_LIMIT_BYTES = 64 * 1024 * 1024;

  private final SQLiteConnection connection;
  private final Failures failures;
  private final int patience;
  private final boolean utf16;
  private final SequencedMap<String, PreparedStatement> statements =
      new LinkedHashMap<>(16, 0.75f, true);

  private Link(SQLiteConnection connection, Failures failures, int patience) throws SQLException {
    this.connection = connection;
    this.failures = failures;
    this.patience = patience;
    utf16 = text("PRAGMA encoding").startsWith("UTF-16");
    if (utf16) {
      Utf8Order.register(connection);
    }
  }

  /// Connects to a file.
  ///
  /// @param create whether to make it, in WAL mode
  static Link open(Path file, int patience, boolean create) {
    Failures failures = new Failures(file);
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(patience);
    config.setCacheSize(-CACHE_KIBIBYTES);
    config.setJournalSizeLimit(WAL_LIMIT_BYTES);
    config.setGetGeneratedKeys(false);
    config.enforceForeignKeys(false);
    if (!create) {
      config.resetOpenMode(SQLiteOpenMode.CREATE);
    }
    try {
      Connection connection = config.createConnection("jdbc:sqlite:" + file);
      try {
        Link link = new Link((SQLiteConnection) connection, failures, patience);
        if (create) {
          link.execute("PRAGMA journal_mode = WAL");
        }
        if (link.text("PRAGMA main.journal_mode").equals("wal")) {
          // A transaction that is lost with the power is lost whole, with what it says is shown.
          link.execute("PRAGMA main.synchronous = NORMAL");
        }
        link.number("SELECT count(*) FROM sqlite_schema");
        return link;
      } catch (SQLException | DatabaseFailure failure) {
        connection.close();
        throw failure;
      }
    } catch (SQLException failure) {
      throw failures.of("cannot open the database", failure);
    }
  }

  Failures failures() {
    return failures;
  }

  SQLiteConnection connection() {
    return connection;
  }

  /// Whether texts are stored as UTF-16.
  boolean utf16() {
    return utf16;
  }

  /// How long calls wait for a lock, in milliseconds.
  int patience() {
    return patience;
  }

  /// Sets for how long calls wait for a lock, in milliseconds, until set back.
  void patience(int millis) {
    run("cannot set a timeout", _ -> connection.setBusyTimeout(millis));
  }

  /// Sets whether values and rows beyond [#LENGTH_LIMIT] fail to be read, which costs nothing for
  /// those that are not.
  void limitLength(boolean limited) {
    run(
        "cannot set a limit",
        _ ->
            connection.setLimit(
                SQLiteLimits.SQLITE_LIMIT_LENGTH, limited ? LENGTH_LIMIT : SQLITE_LENGTH_LIMIT));
  }

  /// Something that SQLite is asked to do.
  @FunctionalInterface
  interface Work {
    void run(SQLiteConnection connection) throws SQLException;
  }

  /// Does it, and tells what went wrong as a [DatabaseFailure].
  void run(String operation, Work work) {
    try {
      work.run(connection);
    } catch (SQLException failure) {
      throw failures.of(operation, failure);
    }
  }

  /// The statement for a text, prepared at most once as long as it is used.
  PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement known = statements.get(sql);
    if (known != null && !known.isClosed()) {
      return known;
    }
    if (statements.size() >= STATEMENTS) {
      Map.Entry<String, PreparedStatement> oldest = statements.firstEntry();
      statements.remove(oldest.getKey());
      oldest.getValue().close();
    }
    PreparedStatement fresh = connection.prepareStatement(sql);
    statements.put(sql, fresh);
    return fresh;
  }

  /// Runs a statement without parameters or results.
  void execute(String sql) {
    run("cannot " + firstWords(sql), _ -> tryExecute(sql));
  }

  /// The same, for who tells failures apart.
  void tryExecute(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }

  private static String firstWords(String sql) {
    int end = Math.min(sql.length(), 60);
    return sql.substring(0, end).strip();
  }

  /// Opens a query.
  Query query(String sql, Object... parameters) {
    return Query.open(this, sql, parameters);
  }

  /// The only number that a query gives, 0 for NULL.
  long number(String sql, Object... parameters) {
    return only(sql, query -> query.integer(0), parameters);
  }

  /// The only text that a query gives.
  String text(String sql, Object... parameters) {
    return only(sql, query -> query.text(0), parameters);
  }

  private <T> T only(String sql, Function<Query, T> read, Object... parameters) {
    try (Query query = query(sql, parameters)) {
      if (!query.next()) {
        throw new IllegalStateException("no answer to " + sql);
      }
      return read.apply(query);
    }
  }

  /// Changes rows, and tells how many.
  int change(String sql, Object... parameters) {
    try {
      PreparedStatement statement = statement(sql);
      Query.bind(statement, parameters);
      return statement.executeUpdate();
    } catch (SQLException failure) {
      throw failures.of("cannot " + firstWords(sql), failure);
    }
  }

  /// The same with values, as often as there are rows.
  int change(String sql, List<Value> parameters) {
    try {
      return tryChange(sql, parameters);
    } catch (SQLException failure) {
      throw failures.of("cannot " + firstWords(sql), failure);
    }
  }

  /// The same, for who tells failures apart.
  int tryChange(String sql, List<Value> parameters) throws SQLException {
    PreparedStatement statement = statement(sql);
    for (int i = 0; i < parameters.size(); i++) {
      Query.bind(statement, i + 1, parameters.get(i));
    }
    return statement.executeUpdate();
  }

  /// Does work in one transaction that holds the write lock from its beginning.
  void atOnce(Runnable work) {
    execute("BEGIN IMMEDIATE");
    boolean done = false;
    try {
      work.run();
      execute("COMMIT");
      done = true;
    } finally {
      if (!done) {
        undo();
      }
    }
  }

  /// Takes a transaction back, if there is one.
  @SuppressWarnings("EmptyCatch")
  void undo() {
    try {
      tryExecute("ROLLBACK");
    } catch (SQLException alreadyUndone) {
      // SQLite has rolled back by itself after some failures, and says so by failing here. The
      // failure that led here is the one to tell.
    }
  }

  @Override
  public void close() {
    run(
        "cannot close the database",
        _ -> {
          for (PreparedStatement statement : statements.values()) {
            statement.close();
          }
          connection.close();
        });
  }
}
