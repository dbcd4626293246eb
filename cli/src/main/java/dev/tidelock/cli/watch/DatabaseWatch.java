package dev.tidelock.cli.watch;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.platform.database.SqliteDatabases;
import dev.tidelock.platform.watch.Hints;
import dev.tidelock.workspace.machine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Hears when anybody writes into databases, wherever they lie: SQLite counts the commits of other
/// connections, and looking at that number costs microseconds. A thread of its own looks several
/// times a second, from the first database on, and at once when the files of one change that lies
/// in the workspace. Such a change is no news of the workspace's files: reading a database changes
/// them too, so that each round would bring the next. What a sync writes is heard as well, and
/// finds nothing to do.
///
/// For use by one thread; as [Hints] by any.
final class DatabaseWatch implements Hints, AutoCloseable {
  /// What SQLite adds to the name of a database for the files beside it.
  private static final List<String> SUFFIXES = List.of("-wal", "-shm", "-journal");

  private static final long EVERY_MILLIS = 200;
  private static final int PATIENCE_MILLIS = 50;

  private final Inbox inbox;
  private final SqliteDatabases databases;
  private final Path root;
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean closed;
  private Optional<Thread> thread = Optional.empty();
  private volatile Set<Path> wanted = Set.of();

  /// @param root the workspace
  /// @param inbox is told
  DatabaseWatch(Path root, Inbox inbox) {
    this.root = root;
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

  @Override
  public void changed(TreePath directory, String name) {
    if (isOfDatabase(directory, name)) {
      wake.release();
    } else {
      inbox.changed(directory, name);
    }
  }

  @Override
  public void modified(TreePath directory, String name) {
    if (isOfDatabase(directory, name)) {
      wake.release();
    } else {
      inbox.modified(directory, name);
    }
  }

  @Override
  public void overflowed(TreePath directory) {
    wake.release();
    inbox.overflowed(directory);
  }

  private boolean isOfDatabase(TreePath directory, String name) {
    Set<Path> now = wanted;
    if (now.isEmpty()) {
      return false;
    }
    Path place = root.resolve(directory.toString());
    return now.contains(place.resolve(name))
        || SUFFIXES.stream()
            .filter(name::endsWith)
            .map(suffix -> name.substring(0, name.length() - suffix.length()))
            .anyMatch(database -> now.contains(place.resolve(database)));
  }

  private void run() {
    Map<Path, Ear> ears = new HashMap<>();
    try {
      do {
        Set<Path> now = wanted;
        ears.forEach((file, ear) -> {
          if (!now.contains(file)) {
            ear.deafen();
          }
        });
        ears.keySet().retainAll(now);
        now.forEach(file -> ears.computeIfAbsent(file, Ear::new).listen());
        if (wake.tryAcquire(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
      } while (!closed);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      ears.values().forEach(Ear::deafen);
    }
  }

  @Override
  public void close() {
    closed = true;
    wake.release();
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
        // Rounds tell that it is gone; that another is there is told when it could be opened.
        if (now.isEmpty()) {
          inbox.databaseChanged();
        }
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
    void deafen() {
      open.ifPresent(Database::close);
      open = Optional.empty();
    }
  }
}
