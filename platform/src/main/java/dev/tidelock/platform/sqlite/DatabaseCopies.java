package dev.tidelock.platform.sqlite;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.DatabaseImages.Image;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileFailure.Reason;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.platform.linux.LinuxFileSystem;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteDataSource;

/// Copies of users' databases, and their recovery by SQLite.
final class DatabaseCopies {
  private static final int BUFFER_SIZE = 128 * 1024;

  private final LinuxFileSystem files;
  private final Path root;
  private final TreePath aside;
  private final Randomness randomness;

  DatabaseCopies(LinuxFileSystem files, Path root, TreePath aside, Randomness randomness) {
    this.files = files;
    this.root = root.toAbsolutePath();
    this.aside = aside;
    this.randomness = randomness;
  }

  /// Where a file of the workspace lies, for SQLite.
  Path place(TreePath path) {
    return root.resolve(path.toString());
  }

  /// Copies a database, then one of its side files.
  TreePath copy(DatabaseFile database, String suffix) {
    TreePath copy = aside.child("database-" + randomness.next(8).toHex());
    boolean whole = false;
    try {
      copy(database.source(), copy);
      try (FileSystem.Source side = files.open(database.side(suffix))) {
        copy(side, DatabaseFile.side(copy, suffix));
      } catch (FileFailure failure) {
        // Gone by now, which its owner sees too.
        if (failure.reason() != Reason.MISSING) {
          throw failure;
        }
      }
      whole = true;
      return copy;
    } finally {
      if (!whole) {
        discard(copy);
      }
    }
  }

  private void copy(FileSystem.Source source, TreePath target) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);
    try (FileSystem.Sink sink = files.create(target)) {
      long position = 0;
      while (source.read(buffer, position) > 0) {
        position += buffer.position();
        sink.write(buffer.flip());
        buffer.clear();
      }
    }
  }

  /// Lets SQLite replay the log or roll back the journal of a copy.
  Image recover(TreePath copy, TreePath original) {
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + place(copy));
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = OFF");
      statement.execute("SELECT count(*) FROM sqlite_schema");
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (SQLException failure) {
      discard(copy);
      throw new FileFailure(
          Reason.BROKEN, original, "SQLite cannot read the database: " + failure.getMessage());
    }
    discardSides(copy);
    return new Copy(copy);
  }

  void discard(TreePath copy) {
    discardSides(copy);
    delete(copy);
  }

  private void discardSides(TreePath copy) {
    for (String suffix :
        List.of(DatabaseFile.WAL, DatabaseFile.JOURNAL, DatabaseFile.SHARED_MEMORY)) {
      delete(DatabaseFile.side(copy, suffix));
    }
  }

  private void delete(TreePath path) {
    if (files.stat(path).isPresent()) {
      files.delete(path);
    }
  }

  /// An image in a file of its own.
  private final class Copy implements Image {
    private final TreePath file;

    Copy(TreePath file) {
      this.file = file;
    }

    @Override
    public TreePath file() {
      return file;
    }

    @Override
    public boolean intact() {
      return true;
    }

    @Override
    public void close() {
      delete(file);
    }
  }
}
