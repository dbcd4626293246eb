package dev.tidelock.platform.sqlite;

import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.port.StateFailure.Reason;
import dev.tidelock.platform.driver.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The failures of one state file: SQLite's result codes as reasons
/// (<https://www.sqlite.org/rescode.html>).
final class SqliteFailures {
  private static final int PRIMARY_CODE = 0xff;

  private static final int PERM = 3;
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READONLY = 8;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int PROTOCOL = 15;
  private static final int NOTADB = 26;

  private final Path file;

  SqliteFailures(Path file) {
    this.file = file;
  }

  StateFailure of(String operation, SQLException cause) {
    Optional<NativeLibrary.Obstacle> obstacle = NativeLibrary.obstacle(cause);
    if (obstacle.isPresent()) {
      return new StateFailure(
          obstacle.get().space() ? Reason.NO_SPACE : Reason.BROKEN,
          "%s: %s: %s".formatted(file, operation, obstacle.get().message()),
          cause);
    }
    int code = lacksRoomForIndex(cause) ? FULL : cause.getErrorCode() & PRIMARY_CODE;
    return of(reason(code), operation, cause);
  }

  StateFailure of(Reason reason, String operation, SQLException cause) {
    return new StateFailure(
        reason, "%s: %s: %s".formatted(file, operation, cause.getMessage()), cause);
  }

  /// Whether the index that processes share in memory, a file too, cannot grow.
  private static boolean lacksRoomForIndex(SQLException cause) {
    return cause instanceof SQLiteException exception
        && exception.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
  }

  private Reason reason(int code) {
    return switch (code) {
      case CORRUPT, NOTADB -> Reason.CORRUPT;
      case FULL -> Reason.NO_SPACE;
      case PERM, READONLY -> Reason.DENIED;
      case BUSY, LOCKED, PROTOCOL -> Reason.BUSY;
      case CANTOPEN -> couldBeThere() ? Reason.DENIED : Reason.BROKEN;
      default -> Reason.BROKEN;
    };
  }

  private boolean couldBeThere() {
    Path directory = file.toAbsolutePath().resolveSibling(".");
    return Files.isDirectory(directory) && !Files.isDirectory(file);
  }
}
