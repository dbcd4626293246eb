package dev.tidelock.platform.sqlite;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.DatabaseImages;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileFailure.Reason;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.platform.linux.LinuxFileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Images of users' databases.
///
/// A database that is complete in its file is read where it stands, under SQLite's own reader lock.
/// Otherwise the file and its side file are copied, and SQLite recovers the copy: so the image has
/// the bytes that the application's own recovery or checkpoint will give the file, and is not
/// synced once more when that happens. SQLite's backup interface would number the image's header
/// anew, and would have to open the user's database, which leaves side files next to it.
///
/// The copy of a database in WAL mode is sound without any lock. While the log's header stays the
/// same, the log only grows, and the file changes only by checkpoints, that is by pages that the
/// log holds. The file is copied before the log; so whatever a checkpoint did to the copy is
/// overwritten when SQLite replays the copied log. A header that changed meanwhile starts it over;
/// where that happens twice, a reader's transaction keeps the log from beginning anew.
///
/// Closing any descriptor of a file ends the classic locks that this process has on it, which are
/// those of SQLite's connections. So no connection of this process may be open to a database while
/// its image is made or read.
public final class SqliteImages implements DatabaseImages {
  private static final int ATTEMPTS = 6;
  private static final int ATTEMPTS_WITHOUT_READER = 2;

  /// Salts and checksums included: each new beginning of the log has another one.
  private static final int WAL_HEADER_SIZE = 32;

  private static final List<Bytes> WAL_MAGIC =
      List.of(Bytes.hex("377f0682"), Bytes.hex("377f0683"));
  private static final Bytes JOURNAL_MAGIC = Bytes.hex("d9d505f920a163d7");

  /// In its place until the journal is synced.
  private static final Bytes JOURNAL_BEGUN = Bytes.wrap(new byte[8]);

  private final LinuxFileSystem files;
  private final DatabaseCopies copies;

  /// @param files the workspace
  /// @param root where the workspace lies
  /// @param aside a directory in the workspace, for copies
  /// @param randomness for their names
  public SqliteImages(LinuxFileSystem files, Path root, TreePath aside, Randomness randomness) {
    this.files = files;
    copies = new DatabaseCopies(files, root, aside, randomness);
  }

  @Override
  public Optional<Image> capture(TreePath file) {
    for (int i = 0; i < ATTEMPTS; i++) {
      FileSystem.Source source = files.open(file);
      boolean kept = false;
      try {
        if (!DatabaseFile.isDatabase(source)) {
          return Optional.empty();
        }
        DatabaseFile database = new DatabaseFile(files, file, source);
        Optional<Image> image = database.hasWal() ? replayed(database, i) : settled(database);
        kept = image.filter(InPlace.class::isInstance).isPresent();
        if (image.isPresent()) {
          return image;
        }
      } finally {
        if (!kept) {
          source.close();
        }
      }
    }
    throw new FileFailure(Reason.BUSY, file, "its application is writing to the database");
  }

  /// An image of a database with frames in its log; nothing if the log began anew meanwhile.
  private Optional<Image> replayed(DatabaseFile database, int attempt) {
    if (attempt < ATTEMPTS_WITHOUT_READER) {
      return replayed(database);
    }
    try (LogReader _ = LogReader.open(copies.place(database.path()))) {
      return replayed(database);
    }
  }

  private Optional<Image> replayed(DatabaseFile database) {
    Optional<Bytes> header = walHeader(database);
    if (header.isEmpty()) {
      return Optional.empty();
    }
    TreePath copy = copies.copy(database, DatabaseFile.WAL);
    if (!walHeader(database).equals(header) || !isStillThere(database)) {
      copies.discard(copy);
      return Optional.empty();
    }
    return Optional.of(copies.recover(copy, database.path()));
  }

  private Optional<Bytes> walHeader(DatabaseFile database) {
    try (FileSystem.Source wal = files.open(database.side(DatabaseFile.WAL))) {
      Bytes header = DatabaseFile.beginning(wal, WAL_HEADER_SIZE);
      return header.size() == WAL_HEADER_SIZE ? Optional.of(header) : Optional.empty();
    } catch (FileFailure failure) {
      if (failure.reason() == Reason.MISSING) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private boolean isStillThere(DatabaseFile database) {
    long inode = database.source().stat().inode();
    return files.stat(database.path()).filter(stat -> stat.inode() == inode).isPresent();
  }

  /// An image of a database without a log; nothing if somebody writes.
  private Optional<Image> settled(DatabaseFile database) {
    if (!database.tryReading()) {
      return Optional.empty();
    }
    if (!database.hasHotJournal()) {
      // The log is asked for once more: it may have come before the lock.
      return database.hasWal()
          ? Optional.empty()
          : Optional.of(new InPlace(database, database.source().stat()));
    }
    TreePath copy = copies.copy(database, DatabaseFile.JOURNAL);
    return Optional.of(copies.recover(copy, database.path()));
  }

  /// A database that is read where it stands.
  ///
  /// @param database the open file, with a reader's lock
  /// @param captured its state when it was found complete
  private record InPlace(DatabaseFile database, Stat captured) implements Image {
    @Override
    public TreePath file() {
      return database.path();
    }

    @Override
    public boolean intact() {
      return !database.hasWal() && database.source().stat().unchangedSince(captured);
    }

    @Override
    public void close() {
      database.source().close();
    }
  }

  @Override
  public boolean isSideFile(TreePath file) {
    if (file.isRoot()) {
      return false;
    }
    for (String suffix :
        List.of(DatabaseFile.WAL, DatabaseFile.JOURNAL, DatabaseFile.SHARED_MEMORY)) {
      String name = file.name();
      if (name.endsWith(suffix) && name.length() > suffix.length()) {
        String database = name.substring(0, name.length() - suffix.length());
        return belongs(file, suffix, file.parent().orElseThrow().child(database));
      }
    }
    return false;
  }

  private boolean belongs(TreePath file, String suffix, TreePath database) {
    Optional<Stat> stat = files.stat(database).filter(found -> found.kind() == Stat.Kind.FILE);
    if (stat.isEmpty()) {
      return false;
    }
    // A new database is empty until its first transaction is over.
    if (stat.get().size() == 0) {
      return startsLikeASideFile(file, suffix);
    }
    try (FileSystem.Source source = files.open(database)) {
      return DatabaseFile.isDatabase(source);
    }
  }

  private boolean startsLikeASideFile(TreePath file, String suffix) {
    try (FileSystem.Source source = files.open(file)) {
      Bytes start = DatabaseFile.beginning(source, JOURNAL_MAGIC.size());
      return switch (suffix) {
        case DatabaseFile.WAL -> WAL_MAGIC.stream().anyMatch(start::startsWith);
        case DatabaseFile.JOURNAL -> start.equals(JOURNAL_MAGIC) || start.equals(JOURNAL_BEGUN);
        default -> false;
      };
    }
  }

  @Override
  public boolean replaceable(TreePath file) {
    if (files.stat(file).filter(stat -> stat.kind() == Stat.Kind.FILE).isEmpty()) {
      return true;
    }
    try (FileSystem.Source source = files.open(file)) {
      DatabaseFile database = new DatabaseFile(files, file, source);
      return !DatabaseFile.isDatabase(source)
          || !(database.hasWal() || database.hasJournal() || database.isInUse());
    }
  }
}
