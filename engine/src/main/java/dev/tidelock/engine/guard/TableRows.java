package dev.tidelock.engine.guard;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.Change;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Table;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/// Reads what became of the rows of a table, which may be gone as a whole.
final class TableRows {
  private final Records records;

  TableRows(Records records) {
    this.records = records;
  }

  /// The rows that differ.
  Iterator<Change<RowEntry>> changes(Table before, Optional<Table> after) {
    return after
        .map(table -> records.open(before).diff(records.open(table)))
        .orElseGet(() -> gone(records.open(before).iterator()));
  }

  /// A number that is not less than that of the rows that differ, told without reading them.
  long atMostChanged(Table before, Optional<Table> after) {
    return after
        .map(table -> records.open(before).atMostChanged(records.open(table)))
        .orElse(before.summary().entries());
  }

  /// All rows of a table that goes: there need not be an empty map to compare with.
  private static Iterator<Change<RowEntry>> gone(Iterator<Map.Entry<Bytes, RowEntry>> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Change<RowEntry> next() {
        Map.Entry<Bytes, RowEntry> row = rows.next();
        return new Change<>(row.getKey(), Optional.of(row.getValue()), Optional.empty());
      }
    };
  }
}
