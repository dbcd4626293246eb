package dev.tidelock.platform.database;

import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.Schema;
import dev.tidelock.engine.port.DatabaseFailure.Reason;
import java.util.List;

/// The check that a schema is still that of a table.
final class Fit {
  private Fit() {}

  /// Fails if the table does not have these columns and this key.
  static void check(Link link, TableShape table, Schema schema) {
    List<String> named = schema.columns().stream().map(Column::name).toList();
    List<String> found = table.schema().columns().stream().map(Column::name).toList();
    List<String> key =
        schema.key().stream()
            .map(part -> schema.column(part.column()).orElseThrow().name())
            .toList();
    if (!folded(named).equals(folded(found)) || !folded(key).equals(folded(table.key()))) {
      throw link.failures().of(Reason.CHANGED, "the table " + table.name() + " has changed");
    }
  }

  private static List<String> folded(List<String> names) {
    return names.stream().map(Sql::folded).toList();
  }
}
