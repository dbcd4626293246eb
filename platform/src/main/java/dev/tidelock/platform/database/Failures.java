package dev.tidelock.platform.database;

import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.DatabaseFailure.Reason;
import dev.tidelock.platform.driver.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The failures of one database: SQLite's result codes as reasons
/// (<https://www.sqlite.org/rescode.html>).
final class Failures {
  static final int TOO_BIG = 18;

  private static final int PRIMARY_CODE = 0xff;
  private static final int PERM = 3;
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READONLY = 8;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int PROTOCOL = 15;
  private static final int SCHEMA = 17;
  private static final int NOTADB = 26;

  /// How much of a file is looked at to tell noise from anything else, and how many different bytes
  /// that much noise has at least, but for one case in 10^20.
  private static final int SAMPLE = 1024;

  private static final int NOISE = 210;

  private final Path file;

  Failures(Path file) {
    this.file = file;
  }

  /// The primary result code of a complaint.
  static int code(SQLException cause) {
    return cause.getErrorCode() & PRIMARY_CODE;
  }

  DatabaseFailure of(String operation, SQLException cause) {
    Optional<NativeLibrary.Obstacle> obstacle = NativeLibrary.obstacle(cause);
    Reason reason =
        obstacle
            .map(it -> it.space() ? Reason.NO_SPACE : Reason.BROKEN)
            .orElseGet(() -> reason(cause));
    String said = obstacle.map(NativeLibrary.Obstacle::message).orElseGet(() -> words(cause));
    return new DatabaseFailure(reason, "%s: %s: %s".formatted(file, operation, said), cause);
  }

  /// What SQLite says, with what it does not know.
  private static String words(SQLException cause) {
    String said = String.valueOf(cause.getMessage());
    if (isResult(cause, SQLiteErrorCode.SQLITE_IOERR_WRITE)) {
      return said + "; a quota or a limit on the size of files may be reached";
    }
    return code(cause) == CANTOPEN
        ? said + "; SQLite has to be able to write to it and to the directory that it is in"
        : said;
  }

  private static boolean isResult(SQLException cause, SQLiteErrorCode result) {
    return cause instanceof SQLiteException exception && exception.getResultCode() == result;
  }

  DatabaseFailure of(Reason reason, String detail) {
    return new DatabaseFailure(reason, file + ": " + detail);
  }

  private Reason reason(SQLException cause) {
    if (isResult(cause, SQLiteErrorCode.SQLITE_IOERR_SHMSIZE)) {
      return Reason.NO_SPACE;
    }
    return switch (code(cause)) {
      case CORRUPT -> Reason.CORRUPT;
      case NOTADB -> looksEncrypted() ? Reason.ENCRYPTED : Reason.NOT_A_DATABASE;
      case FULL -> Reason.NO_SPACE;
      case PERM -> Reason.DENIED;
      case READONLY -> Reason.READ_ONLY;
      case BUSY, LOCKED, PROTOCOL -> Reason.BUSY;
      case SCHEMA -> Reason.CHANGED;
      case CANTOPEN -> cannotOpen();
      default -> Reason.BROKEN;
    };
  }

  private Reason cannotOpen() {
    if (Files.notExists(file)) {
      return Reason.MISSING;
    }
    if (Files.isDirectory(file)) {
      return Reason.NOT_A_DATABASE;
    }
    return Files.isReadable(file) ? Reason.READ_ONLY : Reason.DENIED;
  }

  /// Whether the file is noise from its first byte on, as an encrypted database is. To be asked
  /// only of a file that SQLite does not take for a database: closing a file drops the locks that
  /// this process has on it.
  private boolean looksEncrypted() {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(SAMPLE);
      BitSet seen = new BitSet();
      for (byte each : start) {
        seen.set(each & 0xff);
      }
      return Files.size(file) % SAMPLE == 0 && seen.cardinality() >= NOISE;
    } catch (IOException unreadable) {
      return false;
    }
  }
}
