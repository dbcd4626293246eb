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

  private static final List<String> LOGS = List.of(DatabaseFile.WAL, DatabaseFile.JOURNAL);
  private static final List<String> SIDES =
      List.of(DatabaseFile.WAL, DatabaseFile.JOURNAL, DatabaseFile.SHARED_MEMORY);

  /// How logs, journals and the shared memory of a log begin.
  private static final List<Bytes> SIDE_MAGIC =
      List.of(
          Bytes.hex("377f0682"),
          Bytes.hex("377f0683"),
          Bytes.hex("d9d505f920a163d7"),
          Bytes.hex("18e22d00"));

  /// How a journal begins until it is synced, and once it is done with.
  private static final Bytes NOT_BEGUN = Bytes.wrap(new byte[8]);

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
        Optional<Image> image = database.hasFrames() ? replayed(database, i) : settled(database);
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
      Bytes header = DatabaseFile.beginning(wal, DatabaseFile.WAL_HEADER_SIZE);
      return header.size() == DatabaseFile.WAL_HEADER_SIZE ? Optional.of(header) : Optional.empty();
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
      return database.hasFrames()
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
      return !database.hasFrames() && database.source().stat().unchangedSince(captured);
    }

    @Override
    public void close() {
      database.source().close();
    }
  }

  @Override
  public boolean isSideFile(TreePath file) {
    try {
      return databaseOf(file).filter(database -> belongs(file, database)).isPresent();
    } catch (FileFailure _) {
      return true;
    }
  }

  /// Where the database would be whose side file has this name.
  private static Optional<TreePath> databaseOf(TreePath file) {
    return SIDES.stream()
        .filter(suffix -> !file.isRoot() && file.name().endsWith(suffix))
        .map(suffix -> file.name().substring(0, file.name().length() - suffix.length()))
        .filter(name -> !name.isEmpty())
        .map(name -> file.parent().orElseThrow().child(name))
        .findFirst();
  }

  private boolean belongs(TreePath file, TreePath database) {
    Optional<Stat> stat = files.stat(database);
    // A new database is empty until its first transaction is over, and one that is gone may have
    // left its log: somewhere else that would be played into a database that it knows nothing of.
    if (stat.isEmpty() || stat.get().kind() == Stat.Kind.FILE && stat.get().size() == 0) {
      return startsLikeASideFile(file);
    }
    return stat.get().kind() == Stat.Kind.FILE && isDatabase(database);
  }

  private boolean isDatabase(TreePath file) {
    try (FileSystem.Source source = files.open(file)) {
      return DatabaseFile.isDatabase(source);
    }
  }

  private boolean startsLikeASideFile(TreePath file) {
    if (!isFileThere(file)) {
      return false;
    }
    Bytes start = start(file);
    return start.equals(NOT_BEGUN) || SIDE_MAGIC.stream().anyMatch(start::startsWith);
  }

  private Bytes start(TreePath file) {
    try (FileSystem.Source source = files.open(file)) {
      return DatabaseFile.beginning(source, NOT_BEGUN.size());
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

  @Override
  public boolean placeable(TreePath file) {
    return databaseOf(file).filter(this::isDatabaseThere).isEmpty()
        && LOGS.stream().noneMatch(suffix -> isLog(DatabaseFile.side(file, suffix)));
  }

  private boolean isDatabaseThere(TreePath file) {
    return isFileThere(file) && isDatabase(file);
  }

  private boolean isLog(TreePath file) {
    return isFileThere(file) && SIDE_MAGIC.stream().anyMatch(start(file)::startsWith);
  }

  /// Whether a file stands at a path, which may be one that no file system takes.
  private boolean isFileThere(TreePath path) {
    try {
      return files.stat(path).filter(stat -> stat.kind() == Stat.Kind.FILE).isPresent();
    } catch (FileFailure failure) {
      return switch (failure.reason()) {
        case MISSING, NOT_DIRECTORY, LINK_ON_THE_WAY, TOO_LONG -> false;
        default -> throw failure;
      };
    }
  }
}
