package dev.tidelock.engine.record;

import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ForeignKey;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The constraints that a database has itself: what the project refuses for one that it does not
/// have is not for it to try.
final class OwnConstraints {
  private final Set<TableId> tracked;
  private final Function<TableId, Optional<Table>> shown;

  /// @param tracked the tables that are synced here
  /// @param shown what the database shows of each
  OwnConstraints(Set<TableId> tracked, Function<TableId, Optional<Table>> shown) {
    this.tracked = tracked;
    this.shown = shown;
  }

  /// Whether this database would refuse a row as well.
  ///
  /// @param schema of the row's table
  /// @param uniques the columns of its unique constraints, as text
  boolean refuse(RefusedRow refused, Schema schema, List<String> uniques) {
    return switch (refused.constraint()) {
      case UNIQUE ->
          uniques.stream()
              .anyMatch(each -> TableId.isSameName(Refusals.detail(each), refused.detail()));
      case FOREIGN_KEY ->
          schema.foreignKeys().stream()
              .anyMatch(foreign -> isTracked(foreign) && isMeant(foreign, schema, refused));
    };
  }

  private boolean isTracked(ForeignKey foreign) {
    return tracked.stream()
        .flatMap(id -> shown.apply(id).stream())
        .anyMatch(table -> TableId.isSameName(table.name(), foreign.parent()));
  }

  private static boolean isMeant(ForeignKey foreign, Schema schema, RefusedRow refused) {
    String columns =
        foreign.columns().stream()
            .map(id -> schema.column(id).map(Column::name).orElseThrow())
            .collect(Collectors.joining(", "));
    return TableId.isSameName(Refusals.detail(columns), refused.detail());
  }
}
