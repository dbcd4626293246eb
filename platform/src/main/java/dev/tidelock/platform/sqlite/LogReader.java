package dev.tidelock.platform.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// A reader's transaction on a database in WAL mode, which keeps its log from beginning anew. It is
/// a hint: where SQLite cannot open the database there is none, and whoever needs the log to stay
/// looks at it afterwards. The connection is read-only, so it neither checkpoints nor removes the
/// log when it is the last to close.
final class LogReader implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 200;

  private final List<Connection> connections;

  private LogReader(List<Connection> connections) {
    this.connections = connections;
  }

  static LogReader open(Path database) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(PATIENCE_MILLIS);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + database);
    LogReader reader = new LogReader(new ArrayList<>());
    try {
      Connection connection = source.getConnection();
      reader.connections.add(connection);
      try (Statement statement = connection.createStatement()) {
        statement.execute("BEGIN");
        statement.execute("SELECT count(*) FROM sqlite_schema");
      }
    } catch (SQLException unreadable) {
      reader.close();
    }
    return reader;
  }

  @Override
  public void close() {
    for (Connection connection : connections) {
      try {
        connection.close();
      } catch (SQLException failure) {
        throw new IllegalStateException("cannot close a read-only connection", failure);
      }
    }
    connections.clear();
  }
}
