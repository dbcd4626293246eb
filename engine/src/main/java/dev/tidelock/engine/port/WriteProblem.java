package dev.tidelock.engine.port;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Value;
import java.util.List;
import java.util.Optional;

/// Why a row could not be written, or cannot stay.
public sealed interface WriteProblem {
  /// The row's key in its table's map.
  Bytes key();

  /// The application changed the row after it was captured: it stands as the application left it.
  record Moved(Bytes key) implements WriteProblem {}

  /// Another row has a value that must be unique.
  ///
  /// @param columns the names of the columns and, if it does not hold for all rows, for which
  /// @param holder the key of the other row, if it could be found
  /// @param standing what stands under the key now
  record Taken(Bytes key, String columns, Optional<Bytes> holder, Standing standing)
      implements WriteProblem {}

  /// This database does not take the row.
  ///
  /// @param rule what it breaks
  /// @param detail SQLite's own words
  /// @param standing what stands under the key now
  record Unfit(Bytes key, Rule rule, String detail, Standing standing) implements WriteProblem {}

  /// The row refers to one that is not there. It was written all the same.
  ///
  /// @param key its key; empty if its table is not tracked
  /// @param table its table, if that is tracked
  /// @param name its table's name
  /// @param columns the names of the columns that refer
  /// @param parent the name of the table that they refer to
  /// @param parentTable that table's id, if it is tracked
  /// @param parentColumns the names of the columns that are referred to
  /// @param missing the values that no row has there, up to [Value#INLINE_LIMIT] bytes of each
  record Orphan(
      Bytes key,
      Optional<TableId> table,
      String name,
      List<String> columns,
      String parent,
      Optional<TableId> parentTable,
      List<String> parentColumns,
      List<Value> missing)
      implements WriteProblem {
    public Orphan {
      columns = List.copyOf(columns);
      parentColumns = List.copyOf(parentColumns);
      missing = List.copyOf(missing);
    }
  }

  /// What stands under the key of a row that could not be written.
  enum Standing {
    /// What stood there before.
    AS_BEFORE,
    /// Nothing: another row that was written has what the one before held.
    NOTHING
  }

  /// What a row can break by itself.
  enum Rule {
    /// A column that must not be NULL.
    NOT_NULL,
    /// A `CHECK`.
    CHECK,
    /// The type of a column of a `STRICT` table, or of an integer key.
    TYPE,
    /// A length that SQLite does not store.
    TOO_LARGE,
    /// Something else that SQLite says.
    OTHER
  }
}
