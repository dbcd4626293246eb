package dev.tidelock.engine.port;

import dev.tidelock.core.name.TreePath;
import java.util.Optional;

/// The SQLite databases that users keep among their files, as files that can be read whole while
/// their applications go on writing.
///
/// What a database says is spread over its file and the side files next to it (`-wal`, `-journal`,
/// `-shm`): the file's plain bytes, read while somebody writes or after a crash, may be no database
/// at all. No user's file is ever changed here, and none appears next to one. Failures are
/// [FileFailure]s. For use by one thread.
public interface DatabaseImages {
  /// Takes every file for a plain file.
  DatabaseImages NONE =
      new DatabaseImages() {
        @Override
        public Optional<Image> capture(TreePath file) {
          return Optional.empty();
        }

        @Override
        public boolean isSideFile(TreePath file) {
          return false;
        }

        @Override
        public boolean replaceable(TreePath file) {
          return true;
        }

        @Override
        public boolean placeable(TreePath file) {
          return true;
        }
      };

  /// One state of a database, to be read while the image is open; nothing if the file is no SQLite
  /// database.
  ///
  /// @throws FileFailure with [FileFailure.Reason#BUSY] while its application is writing; another
  ///   try may succeed at once
  Optional<Image> capture(TreePath file);

  /// Whether a file belongs to a database, next to it or gone from there, and means nothing without
  /// it: never to be synced. True where that cannot be told.
  boolean isSideFile(TreePath file);

  /// Whether another file may be moved over this one without an application noticing too late:
  /// either it is no database, or nobody holds a lock on it and all it says is in the file itself.
  /// An application that has a database in rollback mode open and idle cannot be seen.
  boolean replaceable(TreePath file);

  /// Whether a file may appear where none stands: no database is next to it that would take it for
  /// its own side file, and no log lies next to it, left of a database that is gone, that SQLite
  /// would play into it.
  boolean placeable(TreePath file);

  /// One state of a database.
  interface Image extends AutoCloseable {
    /// The file that holds it: the database itself, or a copy that goes when this is closed.
    TreePath file();

    /// Whether the file is still that one state. To be asked once all was read: if it is not, what
    /// was read may be torn.
    boolean intact();

    @Override
    void close();
  }
}
