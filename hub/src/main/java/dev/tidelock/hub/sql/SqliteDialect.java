package dev.tidelock.hub.sql;

import dev.tidelock.hub.store.StoreFailure.Reason;
import java.sql.SQLException;
import java.util.Map;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// SQLite.
final class SqliteDialect implements Dialect {
  private static final int PRIMARY_CODE = 0xff;

  @Override
  public Map<String, String> words() {
    return Map.of(
        "bytes", "BLOB",
        "identity", "INTEGER PRIMARY KEY AUTOINCREMENT",
        "clustered", "WITHOUT ROWID");
  }

  @Override
  public Reason reason(SQLException exception) {
    if (exception instanceof SQLiteException sqlite
        && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
      // The index that processes share in memory, a file too, cannot grow.
      return Reason.NO_SPACE;
    }
    return switch (SQLiteErrorCode.getErrorCode(exception.getErrorCode() & PRIMARY_CODE)) {
      case SQLITE_FULL -> Reason.NO_SPACE;
      case SQLITE_BUSY, SQLITE_LOCKED -> Reason.BUSY;
      case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_SCHEMA -> Reason.CORRUPT;
      default -> Reason.FAILED;
    };
  }
}
