package dev.tidelock.library;

import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.platform.database.SqliteDatabases;
import dev.tidelock.workspace.machine.Machine;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// Tells whether anybody wrote into a database, by SQLite's own counter. One thread.
final class ChangeWatch implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 100;

  private final Path file;
  private final Path root;
  private Optional<Database> open = Optional.empty();

  /// @param file the database, absolute
  /// @param root the workspace
  ChangeWatch(Path file, Path root) {
    this.file = file;
    this.root = root;
  }

  /// A number that differs after a write; nothing while the database cannot be read. A number of
  /// another connection than the last one was of means nothing.
  OptionalLong counter() {
    try {
      if (open.isEmpty()) {
        open =
            Optional.of(
                new SqliteDatabases(Machine.CLOCK, root).open(file.toString(), PATIENCE_MILLIS));
      }
      return OptionalLong.of(open.get().changeCounter());
    } catch (DatabaseFailure _) {
      // Missing yet, busy, or being replaced: the interval sees to it meanwhile.
      close();
      return OptionalLong.empty();
    }
  }

  @Override
  public void close() {
    open.ifPresent(Database::close);
    open = Optional.empty();
  }
}
