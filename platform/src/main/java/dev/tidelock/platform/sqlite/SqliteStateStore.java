package dev.tidelock.platform.sqlite;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.port.StateStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// A state store in one SQLite file.
///
/// The file is in WAL mode where its volume allows that, with `synchronous` at its strictest: each
/// commit is synced to the disk before [#write] returns, in rollback mode the removal of the
/// journal too. Several processes may read while one writes; two writers wait for each other a
/// while, then [StateFailure.Reason#BUSY]. Calls pin a virtual thread: use a platform thread.
public final class SqliteStateStore implements StateStore {
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int CACHE_KIBIBYTES = 64 * 1024;
  private static final int WAL_LIMIT_BYTES = 16 * 1024 * 1024;

  private static final String GET = "SELECT value FROM kv WHERE space = ? AND key = ?";
  private static final String SCAN =
      "SELECT key, value FROM kv WHERE space = ? AND key >= ? AND key < ? ORDER BY key";
  private static final String PUT = "REPLACE INTO kv (space, key, value) VALUES (?, ?, ?)";
  private static final String DELETE = "DELETE FROM kv WHERE space = ? AND key = ?";
  private static final String DELETE_RANGE =
      "DELETE FROM kv WHERE space = ? AND key >= ? AND key < ?";

  private final Connection connection;
  private final Statements statements;
  private final SqliteFailures failures;
  private int openScans;
  private boolean writing;

  private SqliteStateStore(Connection connection, SqliteFailures failures) {
    this.connection = connection;
    this.failures = failures;
    statements = new Statements(connection);
  }

  /// Opens the state in a file, and creates the file if there is none. Its directory must exist.
  ///
  /// @throws StateFailure [StateFailure.Reason#CORRUPT] if the file is seen to be damaged, not a
  ///   state, or a newer version's; [#verify] looks closer
  public static SqliteStateStore open(Path file) {
    return open(file, PATIENCE_MILLIS);
  }

  static SqliteStateStore open(Path file, int patienceMillis) {
    SqliteFailures failures = new SqliteFailures(file);
    try {
      Connection connection = connect(file, patienceMillis);
      try {
        StateSchema.prepare(connection, failures);
        return new SqliteStateStore(connection, failures);
      } catch (SQLException | StateFailure failure) {
        connection.close();
        throw failure;
      }
    } catch (SQLException failure) {
      throw failures.of("cannot open the state", failure);
    }
  }

  private static Connection connect(Path file, int patienceMillis) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(patienceMillis);
    config.setCacheSize(-CACHE_KIBIBYTES);
    config.setJournalSizeLimit(WAL_LIMIT_BYTES);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source.getConnection();
  }

  @Override
  public Optional<Bytes> get(Space space, Bytes key) {
    requireNotWriting();
    try {
      return statements.use(
          GET,
          get -> {
            get.setInt(1, space.code());
            get.setBytes(2, key.toByteArray());
            try (ResultSet result = get.executeQuery()) {
              return result.next() ? Optional.of(bytes(result, 1)) : Optional.empty();
            }
          });
    } catch (SQLException failure) {
      throw failures.of("cannot read the state", failure);
    }
  }

  @Override
  public void scan(Space space, Bytes from, Bytes to, BiPredicate<Bytes, Bytes> visitor) {
    requireNotWriting();
    openScans++;
    try {
      statements.use(
          SCAN,
          scan -> {
            bindRange(scan, space, from, to);
            try (ResultSet result = scan.executeQuery()) {
              boolean wanted = true;
              while (wanted && result.next()) {
                wanted = visitor.test(bytes(result, 1), bytes(result, 2));
              }
              return wanted;
            }
          });
    } catch (SQLException failure) {
      throw failures.of("cannot read the state", failure);
    } finally {
      openScans--;
    }
  }

  /// The driver gives no array for an empty value.
  private static Bytes bytes(ResultSet result, int column) throws SQLException {
    byte[] value = result.getBytes(column);
    return value == null ? Bytes.empty() : Bytes.wrap(value);
  }

  @Override
  public void write(Consumer<Batch> changes) {
    requireNotWriting();
    if (openScans > 0) {
      throw new IllegalStateException("a visitor of a scan must not write");
    }
    execute("BEGIN IMMEDIATE");
    writing = true;
    boolean committed = false;
    try {
      OpenBatch batch = new OpenBatch();
      changes.accept(batch);
      batch.finish();
      execute("COMMIT");
      committed = true;
    } finally {
      writing = false;
      if (!committed) {
        undo();
      }
    }
  }

  private void execute(String sql) {
    try {
      statements.execute(sql);
    } catch (SQLException failure) {
      throw failures.of("cannot write the state", failure);
    }
  }

  @SuppressWarnings("EmptyCatch")
  private void undo() {
    try {
      statements.execute("ROLLBACK");
    } catch (SQLException alreadyUndone) {
      // SQLite has rolled back by itself after some failures, and says so by failing here. The
      // failure that led here is the one to tell.
    }
  }

  private void requireNotWriting() {
    if (writing) {
      throw new IllegalStateException("changes in the making must not use the store");
    }
  }

  private static void bindRange(PreparedStatement statement, Space space, Bytes from, Bytes to)
      throws SQLException {
    statement.setInt(1, space.code());
    statement.setBytes(2, from.toByteArray());
    statement.setBytes(3, to.toByteArray());
  }

  /// Checks the whole file for damage, reading all of it: what is wrong, or nothing.
  public List<String> verify() {
    requireNotWriting();
    List<String> complaints = new ArrayList<>();
    try {
      statements.use("PRAGMA quick_check", check -> readComplaints(check, complaints));
    } catch (SQLException failure) {
      StateFailure known = failures.of("cannot check the state", failure);
      if (known.reason() != StateFailure.Reason.CORRUPT) {
        throw known;
      }
      complaints.add(failure.getMessage());
    }
    return complaints.equals(List.of("ok")) ? List.of() : List.copyOf(complaints);
  }

  private static int readComplaints(PreparedStatement check, List<String> complaints)
      throws SQLException {
    try (ResultSet result = check.executeQuery()) {
      while (result.next()) {
        complaints.add(result.getString(1));
      }
    }
    return complaints.size();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw failures.of("cannot close the state", failure);
    }
  }

  /// Changes go to SQLite a few hundred at a time: fast, and in little memory whatever their
  /// number.
  private final class OpenBatch implements Batch {
    private static final int PENDING_LIMIT = 512;
    private static final int PENDING_BYTES_LIMIT = 1024 * 1024;

    /// The next changes, all by the same statement, in order.
    private final List<Parameters> pending = new ArrayList<>();

    private String pendingSql = PUT;
    private int pendingBytes;

    /// SQLite may have ended the transaction: what came next would be on its own.
    private boolean failed;

    @Override
    public void put(Space space, Bytes key, Bytes value) {
      add(PUT, new Parameters(space, key, value));
    }

    @Override
    public void delete(Space space, Bytes key) {
      add(DELETE, new Parameters(space, key, Bytes.empty()));
    }

    @Override
    public void deleteRange(Space space, Bytes from, Bytes to) {
      add(DELETE_RANGE, new Parameters(space, from, to));
    }

    private void add(String sql, Parameters parameters) {
      if (!writing || failed) {
        throw new IllegalStateException("these changes are over");
      }
      if (!sql.equals(pendingSql)
          || pending.size() == PENDING_LIMIT
          || pendingBytes > PENDING_BYTES_LIMIT) {
        flush();
        pendingSql = sql;
      }
      pending.add(parameters);
      pendingBytes += parameters.key.size() + parameters.other.size();
    }

    void finish() {
      if (failed) {
        throw new IllegalStateException("a change failed, and who asked for it went on");
      }
      flush();
    }

    private void flush() {
      if (pending.isEmpty()) {
        return;
      }
      try {
        statements.use(pendingSql, this::perform);
      } catch (SQLException failure) {
        failed = true;
        throw failures.of("cannot write the state", failure);
      }
      pending.clear();
      pendingBytes = 0;
    }

    private int perform(PreparedStatement statement) throws SQLException {
      for (Parameters each : pending) {
        statement.setInt(1, each.space.code());
        statement.setBytes(2, each.key.toByteArray());
        if (!pendingSql.equals(DELETE)) {
          statement.setBytes(3, each.other.toByteArray());
        }
        statement.addBatch();
      }
      return statement.executeBatch().length;
    }
  }

  /// What one change is about.
  ///
  /// @param space the space
  /// @param key the key, or the first of a range
  /// @param other the value, the end of a range, or nothing
  private record Parameters(Space space, Bytes key, Bytes other) {}
}
