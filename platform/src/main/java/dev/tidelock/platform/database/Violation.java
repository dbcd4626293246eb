package dev.tidelock.platform.database;

import dev.tidelock.engine.port.WriteProblem.Rule;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What a row breaks, as SQLite's result code says.
sealed interface Violation {
  /// Another row has what must be unique.
  record Claim() implements Violation {}

  /// Something that is about this row alone.
  record Own(Rule rule) implements Violation {}

  /// Nothing if the failure is not about a row at all.
  static Optional<Violation> of(SQLException failure) {
    if (!(failure instanceof SQLiteException exception)) {
      return Optional.empty();
    }
    SQLiteErrorCode code = exception.getResultCode();
    return switch (code) {
      case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID ->
          Optional.of(new Claim());
      case SQLITE_CONSTRAINT_NOTNULL -> Optional.of(new Own(Rule.NOT_NULL));
      case SQLITE_CONSTRAINT_CHECK -> Optional.of(new Own(Rule.CHECK));
      case SQLITE_CONSTRAINT_DATATYPE, SQLITE_MISMATCH -> Optional.of(new Own(Rule.TYPE));
      case SQLITE_TOOBIG -> Optional.of(new Own(Rule.TOO_LARGE));
      default ->
          code.name().startsWith("SQLITE_CONSTRAINT")
              ? Optional.of(new Own(Rule.OTHER))
              : Optional.empty();
    };
  }
}
