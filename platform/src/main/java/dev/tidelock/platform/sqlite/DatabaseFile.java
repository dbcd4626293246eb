package dev.tidelock.platform.sqlite;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.platform.linux.LinuxFileSystem;
import java.nio.ByteBuffer;

/// An open file that has SQLite's header, with what its side files and its locks say
/// (<https://www.sqlite.org/fileformat2.html>, <https://www.sqlite.org/lockingv3.html>).
///
/// @param files where it lies
/// @param path its path
/// @param source the open file
record DatabaseFile(LinuxFileSystem files, TreePath path, FileSystem.Source source) {
  /// Salts and checksums included: each new beginning of the log has another one.
  static final int WAL_HEADER_SIZE = 32;

  static final String WAL = "-wal";
  static final String JOURNAL = "-journal";
  static final String SHARED_MEMORY = "-shm";

  private static final Bytes MAGIC = Bytes.utf8("SQLite format 3\0");

  private static final long PENDING_BYTE = 0x40000000L;
  private static final long RESERVED_BYTE = PENDING_BYTE + 1;
  private static final long SHARED_FIRST = PENDING_BYTE + 2;
  private static final long SHARED_SIZE = 510;
  private static final long ALL_LOCKS = 2 + SHARED_SIZE;

  /// Whether an open file begins as a database does.
  static boolean isDatabase(FileSystem.Source source) {
    return beginning(source, MAGIC.size()).equals(MAGIC);
  }

  /// The first bytes of an open file, fewer if it is shorter.
  static Bytes beginning(FileSystem.Source source, int size) {
    ByteBuffer start = ByteBuffer.allocate(size);
    while (start.hasRemaining() && source.read(start, start.position()) > 0) {
      // Until the file ends or enough is read.
    }
    return Bytes.copyOf(start.flip());
  }

  /// The path of a side file.
  static TreePath side(TreePath database, String suffix) {
    return database.parent().orElseThrow().child(database.name() + suffix);
  }

  TreePath side(String suffix) {
    return side(path, suffix);
  }

  /// Whether frames may lie in the write-ahead log: then the file alone is not the database. A log
  /// that was cut within its header, as by a crash, holds none, and SQLite begins it anew.
  boolean hasFrames() {
    return sideSize(WAL) >= WAL_HEADER_SIZE;
  }

  /// Whether a write-ahead log holds anything at all.
  boolean hasWal() {
    return sideSize(WAL) > 0;
  }

  /// Whether a transaction was begun and neither finished nor given up by anybody alive: then the
  /// file must be rolled back before it is read.
  boolean hasHotJournal() {
    return hasJournal() && !files.isLockedByOthers(source, RESERVED_BYTE, 1);
  }

  /// Whether a journal holds anything: one that is kept for reuse begins with zero.
  boolean hasJournal() {
    if (sideSize(JOURNAL) == 0) {
      return false;
    }
    try (FileSystem.Source journal = files.open(side(JOURNAL))) {
      Bytes first = beginning(journal, 1);
      return !first.isEmpty() && first.get(0) != 0;
    } catch (FileFailure failure) {
      if (failure.reason() == FileFailure.Reason.MISSING) {
        return false;
      }
      throw failure;
    }
  }

  private long sideSize(String suffix) {
    return files
        .stat(side(suffix))
        .filter(stat -> stat.kind() == Stat.Kind.FILE)
        .map(Stat::size)
        .orElse(0L);
  }

  /// Takes the lock of a reader, as SQLite does: whether nobody is writing the file. Until it is
  /// closed nobody will, but for the checkpoints of a write-ahead log.
  boolean tryReading() {
    boolean free = files.tryLockShared(source, PENDING_BYTE, 1);
    boolean reading = free && files.tryLockShared(source, SHARED_FIRST, SHARED_SIZE);
    files.unlock(source, PENDING_BYTE, 1);
    return reading;
  }

  /// Whether any connection reads or writes; in WAL mode, whether any is open.
  boolean isInUse() {
    return files.isLockedByOthers(source, PENDING_BYTE, ALL_LOCKS);
  }
}
