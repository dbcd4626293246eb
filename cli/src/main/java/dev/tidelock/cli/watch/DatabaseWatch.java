package dev.tidelock.cli.watch;

import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.platform.database.SqliteDatabases;
import dev.tidelock.workspace.machine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Hears when anybody writes into databases, wherever they lie: SQLite counts the commits of other
/// connections, and looking at that number costs microseconds. A thread of its own looks several
/// times a second, from the first database on. What a sync writes is heard as well, and finds
/// nothing to do. For use by one thread.
final class DatabaseWatch implements AutoCloseable {
  private static final long EVERY_MILLIS = 200;
  private static final int PATIENCE_MILLIS = 50;

  private final Inbox inbox;
  private final SqliteDatabases databases;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Optional<Thread> thread = Optional.empty();
  private volatile Set<Path> wanted = Set.of();

  /// @param root the workspace
  /// @param inbox is told
  DatabaseWatch(Path root, Inbox inbox) {
    this.inbox = inbox;
    this.databases = new SqliteDatabases(Machine.CLOCK, root);
  }

  /// Listens to these databases from now on, by their files.
  void follow(Collection<Path> files) {
    wanted = Set.copyOf(files);
    if (thread.isEmpty() && !files.isEmpty()) {
      thread = Optional.of(Thread.ofPlatform().daemon().name("databases").start(this::run));
    }
  }

  private void run() {
    Map<Path, Ear> ears = new HashMap<>();
    try {
      do {
        Set<Path> now = wanted;
        ears.entrySet().removeIf(each -> !now.contains(each.getKey()) && each.getValue().deafen());
        now.forEach(file -> ears.computeIfAbsent(file, Ear::new).listen());
      } while (!closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      ears.values().forEach(Ear::deafen);
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }

  /// One database, as the thread hears it.
  private final class Ear {
    private final Path file;
    private Optional<Database> open = Optional.empty();
    private Optional<Object> identity = Optional.empty();
    private long counter;

    Ear(Path file) {
      this.file = file;
    }

    /// Tells if somebody wrote since the last time, or another file stands there.
    void listen() {
      Optional<Object> now = identity();
      if (!now.equals(identity)) {
        deafen();
        identity = now;
      }
      if (now.isEmpty()) {
        return;
      }
      try {
        boolean isNew = open.isEmpty();
        Database database = open.orElseGet(() -> databases.open(file.toString(), PATIENCE_MILLIS));
        open = Optional.of(database);
        long next = database.changeCounter();
        if (isNew || next != counter) {
          counter = next;
          inbox.databaseChanged();
        }
      } catch (DatabaseFailure _) {
        // Locked, or damaged: rounds tell what is the matter, and this listens again.
        deafen();
      }
    }

    private Optional<Object> identity() {
      try {
        return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
      } catch (IOException _) {
        return Optional.empty();
      }
    }

    /// Lets go of the database.
    boolean deafen() {
      open.ifPresent(Database::close);
      open = Optional.empty();
      return true;
    }
  }
}
