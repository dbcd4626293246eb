package dev.tidelock.engine.port;

import java.util.List;

/// The SQLite databases of applications on this machine, which they go on using at any time, from
/// any process and in any language.
///
/// SQLite stays the source of truth. All that is put into a database are three tables, whose names
/// begin with `_tidelock_`, and triggers on the tables that are tracked, which note the *keys* of
/// rows that change. Every failure is a [DatabaseFailure]. For use by one thread at a time, as is
/// everything that comes from here; calls may wait for the application's locks as long as their
/// database's patience says.
public interface Databases {
  /// No databases: there is none anywhere.
  Databases NONE =
      new Databases() {
        @Override
        public Database open(String file, int patience) {
          throw new DatabaseFailure(DatabaseFailure.Reason.MISSING, file + ": no databases here");
        }

        @Override
        public Database create(String file, int patience) {
          throw new DatabaseFailure(DatabaseFailure.Reason.DENIED, file + ": no databases here");
        }

        @Override
        public Moment moment(List<Database> databases) {
          return new Moment(List.of(), true);
        }
      };

  /// Opens a database that exists. Nothing in it changes.
  ///
  /// @param file where it lies: an absolute path, or one that is relative to the workspace
  /// @param patience how long to wait for a lock of the application's, in milliseconds
  /// @throws DatabaseFailure if there is none, or it cannot be read: missing, denied, corrupt,
  ///   encrypted
  Database open(String file, int patience);

  /// Makes an empty database, in WAL mode, and opens it; `file` as in [#open].
  ///
  /// @throws DatabaseFailure with [DatabaseFailure.Reason#EXISTS] if anything stands there
  Database create(String file, int patience);

  /// One moment of several databases: their write locks are held together while snapshots of all
  /// are opened, for at most 50 ms. Where that cannot be had, each snapshot is of a moment of its
  /// own.
  Moment moment(List<Database> databases);

  /// Snapshots of several databases.
  ///
  /// @param snapshots one for each, in the order of the databases
  /// @param together whether all are of one moment: no transaction was committed in any of them
  ///   between the first and the last
  record Moment(List<DatabaseSnapshot> snapshots, boolean together) implements AutoCloseable {
    public Moment {
      snapshots = List.copyOf(snapshots);
    }

    @Override
    public void close() {
      snapshots.forEach(DatabaseSnapshot::close);
    }
  }
}
