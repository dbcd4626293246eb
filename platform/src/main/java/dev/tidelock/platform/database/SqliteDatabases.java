package dev.tidelock.platform.database;

import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.DatabaseFailure.Reason;
import dev.tidelock.engine.port.Databases;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// Databases in files, through the SQLite that the JDBC driver brings along. Calls pin a virtual
/// thread: use a platform thread.
///
/// Files are opened by SQLite only: whoever opens and closes one otherwise drops the locks that
/// this process has on it (<https://www.sqlite.org/howtocorrupt.html>, section 2.2).
public final class SqliteDatabases implements Databases {
  /// Who waits for a lock looks again after 33 ms and after 53.
  private static final long MOMENT_NANOS = 30_000_000;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Clock clock;
  private final Path base;

  /// Databases that are named by absolute paths.
  ///
  /// @param clock tells how long locks are held
  public SqliteDatabases(Clock clock) {
    this(clock, Path.of(""));
  }

  /// @param clock tells how long locks are held
  /// @param base the directory to which relative paths are relative
  public SqliteDatabases(Clock clock, Path base) {
    this.clock = clock;
    this.base = base;
  }

  @Override
  public Database open(String file, int patience) {
    Path path = path(file);
    requireFile(path);
    return open(path, patience, false);
  }

  @Override
  public Database create(String file, int patience) {
    Path path = path(file);
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new Failures(path).of(Reason.EXISTS, "something stands there already");
    }
    return open(path, patience, true);
  }

  /// Copies a database as it is at one moment, while its application goes on.
  ///
  /// @param file where it lies, as in [#open]
  /// @param target where nothing stands yet
  /// @param patience how long to wait for a lock of the application's, in milliseconds
  /// @throws DatabaseFailure if it cannot be read, or the copy not be written
  public void copy(String file, Path target, int patience) {
    Path path = path(file);
    requireFile(path);
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new Failures(target).of(Reason.EXISTS, "something stands there already");
    }
    try (Link link = Link.open(path, patience, false)) {
      link.execute("VACUUM INTO '" + target.toString().replace("'", "''") + "'");
    }
  }

  private Database open(Path path, int patience, boolean create) {
    Link link = Link.open(path, patience, create);
    try {
      return new SqliteDatabase(path, link, clock);
    } catch (DatabaseFailure failure) {
      link.close();
      throw failure;
    }
  }

  private Path path(String file) {
    Path path = base.resolve(file).normalize();
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("not an absolute path: " + file);
    }
    return path;
  }

  private static void requireFile(Path path) {
    Failures failures = new Failures(path);
    try {
      if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
        throw failures.of(Reason.NOT_A_DATABASE, "it is no file");
      }
    } catch (NoSuchFileException missing) {
      throw failures.of(Reason.MISSING, "there is no such file");
    } catch (AccessDeniedException denied) {
      throw failures.of(Reason.DENIED, "permission is missing");
    } catch (IOException failure) {
      throw failures.of(Reason.BROKEN, failure.toString());
    }
    if (!Files.isReadable(path)) {
      throw failures.of(Reason.DENIED, "permission to read it is missing");
    }
  }

  @Override
  public Moment moment(List<Database> databases) {
    List<SqliteDatabase> all = databases.stream().map(SqliteDatabase.class::cast).toList();
    List<Snapshot> snapshots = new ArrayList<>();
    boolean whole = false;
    try {
      all.forEach(database -> snapshots.add(database.newSnapshot()));
      boolean together = snapshots.stream().allMatch(Snapshot::steady) && together(all, snapshots);
      if (!together) {
        snapshots.forEach(Snapshot::beginAnew);
      }
      whole = true;
      return new Moment(List.copyOf(snapshots), together);
    } finally {
      if (!whole) {
        snapshots.forEach(Snapshot::close);
      }
    }
  }

  /// Begins snapshots while all write locks are held; whether they could be had in time.
  private boolean together(List<SqliteDatabase> databases, List<Snapshot> snapshots) {
    long start = clock.monotonicNanos();
    List<Link> locked = new ArrayList<>();
    try {
      for (SqliteDatabase database : databases) {
        if (!lock(database.link(), start)) {
          return false;
        }
        locked.add(database.link());
      }
      for (Snapshot snapshot : snapshots) {
        snapshot.begin();
        if (clock.monotonicNanos() - start > MOMENT_NANOS) {
          return false;
        }
      }
      return true;
    } finally {
      locked.forEach(Link::undo);
    }
  }

  private boolean lock(Link link, long start) {
    long left = MOMENT_NANOS - (clock.monotonicNanos() - start);
    if (left <= 0) {
      return false;
    }
    link.patience((int) (left / NANOS_PER_MILLI));
    try {
      link.execute("BEGIN IMMEDIATE");
      return true;
    } catch (DatabaseFailure failure) {
      if (failure.reason() == Reason.BUSY || failure.reason() == Reason.READ_ONLY) {
        return false;
      }
      throw failure;
    } finally {
      link.patience(link.patience());
    }
  }
}
