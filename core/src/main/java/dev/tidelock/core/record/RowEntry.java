package dev.tidelock.core.record;

import java.util.Optional;

/// What a primary key stands for in a table's map: a [Row], a [RowConflict] or a [RefusedRow].
public sealed interface RowEntry permits Row, RowConflict, RefusedRow {
  /// Whether both say the same to a user: stamps do not count.
  boolean sameAs(RowEntry other);

  /// The row that a database without a version of its own shows, if any.
  default Optional<Row> shown() {
    return switch (this) {
      case Row row -> Optional.of(row);
      case RowConflict conflict -> conflict.first().row();
      case RefusedRow _ -> Optional.empty();
    };
  }
}
