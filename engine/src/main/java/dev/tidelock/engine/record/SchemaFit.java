package dev.tidelock.engine.record;

import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Value;
import java.util.Optional;

/// Whether rows of a project's table can be written into a database's.
final class SchemaFit {
  private SchemaFit() {}

  /// Why a table takes no rows from others here; nothing if it does.
  ///
  /// @param here its schema in the database
  /// @param there the project's
  static Optional<String> apart(Schema here, Schema there) {
    if (!here.hasKeyOf(there)) {
      return Optional.of("its primary key is another here; make it the same, or untrack it");
    }
    for (Column column : here.columns()) {
      Optional<Column> wanted = there.column(column.id());
      if (wanted.filter(it -> it.affinity() != column.affinity()).isPresent()) {
        return Optional.of(
            "column %s is %s here and %s in the project: SQLite would store other values"
                .formatted(column.name(), typeOf(column), typeOf(wanted.get())));
      }
      boolean needed =
          column.nullability() == Column.Nullability.NOT_NULL
              && column.standard().filter(Value.NULL::equals).isPresent();
      if (wanted.isEmpty() && needed) {
        return Optional.of(
            "column %s must have a value, and the project does not know it"
                .formatted(column.name()));
      }
    }
    return Optional.empty();
  }

  private static String typeOf(Column column) {
    return column.type().isEmpty() ? "without a type" : column.type();
  }
}
