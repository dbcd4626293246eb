package dev.tidelock.hub.sql;

import dev.tidelock.hub.store.Records;
import dev.tidelock.hub.store.StoreFailure;
import dev.tidelock.hub.store.StoreFailure.Reason;
import dev.tidelock.hub.store.Tables;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/// The hub's memory in one SQLite file: one connection that writes and a few that read, each used
/// by one platform thread at a time, because a call into SQLite would hold up a virtual thread's
/// carrier. Other processes may use the file at the same time.
public final class SqliteRecords implements Records {
  private static final int READERS = 4;
  private static final int WAITING = 4096;
  private static final int BUSY_MILLIS = 20_000;

  private final Dialect dialect = new SqliteDialect();
  private final Lane writer;
  private final Lane readers;

  private SqliteRecords(Lane writer, Lane readers) {
    this.writer = writer;
    this.readers = readers;
  }

  /// Opens the file, which is made if it is missing, and brings it up to date.
  public static SqliteRecords open(Path file) {
    Schema.migrate(source(file, TransactionMode.IMMEDIATE), file.toString(), new SqliteDialect());
    Jdbi writing = Jdbi.create(source(file, TransactionMode.IMMEDIATE));
    Jdbi reading = Jdbi.create(source(file, TransactionMode.DEFERRED));
    return new SqliteRecords(
        new Lane("hub-write", writing, 1), new Lane("hub-read", reading, READERS));
  }

  private static SQLiteDataSource source(Path file, TransactionMode mode) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setTransactionMode(mode);
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    Properties properties = config.toProperties();
    SQLiteDataSource source = new SQLiteDataSource(new SQLiteConfig(properties));
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  @Override
  public <T> T read(Function<Tables, T> work) {
    return run(readers, work);
  }

  @Override
  public <T> T write(Function<Tables, T> work) {
    return run(writer, work);
  }

  /// Copies the database as it is at one moment into a new file, while others go on.
  public void copyTo(Path file) {
    run(
        readers,
        handle -> {
          handle.execute("VACUUM INTO ?", file.toString());
          return true;
        },
        false);
  }

  /// What SQLite finds wrong with the file; `ok` if nothing.
  public String integrity() {
    return run(
        readers,
        handle ->
            String.join("; ", handle.select("PRAGMA integrity_check").mapTo(String.class).list()),
        false);
  }

  private <T> T run(Lane lane, Function<Tables, T> work) {
    return run(lane, handle -> work.apply(new SqlTables(handle)), true);
  }

  private <T> T run(Lane lane, Function<Handle, T> work, boolean transaction) {
    try {
      return lane.call(
          handle -> transaction ? handle.inTransaction(work::apply) : work.apply(handle));
    } catch (JdbiException e) {
      throw failure(e);
    }
  }

  private StoreFailure failure(JdbiException e) {
    Throwable cause = e.getCause();
    Reason reason = cause instanceof SQLException sql ? dialect.reason(sql) : Reason.FAILED;
    String message = cause == null ? e.getMessage() : cause.getMessage();
    return new StoreFailure(reason, "the hub's database: " + message, e);
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
  }

  /// Some connections, each with a thread.
  private static final class Lane {
    private final ThreadPoolExecutor threads;
    private final BlockingQueue<Handle> handles;
    private final int size;

    Lane(String name, Jdbi jdbi, int size) {
      this.size = size;
      handles = new ArrayBlockingQueue<>(size);
      for (int i = 0; i < size; i++) {
        handles.add(jdbi.open());
      }
      threads =
          new ThreadPoolExecutor(
              size,
              size,
              0,
              TimeUnit.SECONDS,
              new ArrayBlockingQueue<>(WAITING),
              Thread.ofPlatform().name(name + "-", 0).daemon().factory());
    }

    <T> T call(Function<Handle, T> work) {
      try {
        Callable<T> task =
            () -> {
              Handle handle = handles.take();
              try {
                return work.apply(handle);
              } finally {
                handles.add(handle);
              }
            };
        Future<T> result = threads.submit(task);
        return result.get();
      } catch (RejectedExecutionException e) {
        throw new StoreFailure(Reason.BUSY, "the hub has too much to do", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreFailure(Reason.BUSY, "the hub is stopping", e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new StoreFailure(Reason.FAILED, "the hub's database failed", e);
      }
    }

    void close() {
      threads.shutdown();
      try {
        for (int i = 0; i < size; i++) {
          handles.take().close();
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
