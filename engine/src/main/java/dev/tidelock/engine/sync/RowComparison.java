package dev.tidelock.engine.sync;

import dev.tidelock.core.map.Change;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Tables;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Compares the tables of two states row by row. Costs what differs; a table that only one of them
/// has costs nothing.
final class RowComparison {
  private final Stores stores;

  RowComparison(Stores stores) {
    this.stores = stores;
  }

  /// How many rows differ.
  long count(Optional<Tables> from, Optional<Tables> to) {
    return between(from, to).stream().mapToLong(TableDiff::rows).sum();
  }

  /// How tables differ, those that do.
  List<TableDiff> between(Optional<Tables> from, Optional<Tables> to) {
    List<TableDiff> diffs = new ArrayList<>();
    if (from.equals(to)) {
      return diffs;
    }
    Iterator<Change<Table>> tables = open(from).diff(open(to));
    while (tables.hasNext()) {
      Change<Table> table = tables.next();
      diffs.add(diff(new TableId(table.key()), table.before(), table.after()));
    }
    return diffs;
  }

  /// The rows of a table that differ, ascending by key.
  Iterator<Change<RowEntry>> rows(Optional<Table> from, Optional<Table> to) {
    return openRows(from).diff(openRows(to));
  }

  private TableDiff diff(TableId id, Optional<Table> from, Optional<Table> to) {
    if (from.isEmpty() || from.get().summary().entries() == 0) {
      return new TableDiff(id, from, to, to.map(RowComparison::size).orElse(0L), 0, 0);
    }
    if (to.isEmpty() || to.get().summary().entries() == 0) {
      return new TableDiff(id, from, to, 0, 0, size(from.get()));
    }
    long added = 0;
    long modified = 0;
    long deleted = 0;
    for (Iterator<Change<RowEntry>> rows = rows(from, to); rows.hasNext(); ) {
      Change<RowEntry> row = rows.next();
      if (row.before().isEmpty()) {
        added++;
      } else if (row.after().isEmpty()) {
        deleted++;
      } else if (!row.before().get().sameAs(row.after().get())) {
        modified++;
      }
    }
    return new TableDiff(id, from, to, added, modified, deleted);
  }

  private static long size(Table table) {
    return table.summary().entries();
  }

  private MerkleMap<Table> open(Optional<Tables> tables) {
    return tables
        .map(stores.records::tables)
        .orElseGet(() -> stores.records.noTables(stores.objects));
  }

  private MerkleMap<RowEntry> openRows(Optional<Table> table) {
    return table.map(stores.records::open).orElseGet(() -> stores.records.noRows(stores.objects));
  }
}
