package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowShape;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.DatabaseTransaction;
import dev.tidelock.engine.port.LargeValues;
import dev.tidelock.engine.port.RowWrite;
import dev.tidelock.engine.port.WriteProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The trying again of rows that the project refuses: what stood against one may be gone. They are
/// written after all others, those first that were written first; those that still cannot stay are
/// taken away again. Whichever database tries, the same rows come back, as long as it has the
/// constraints that refused them.
final class Retrial {
  private final DatabaseTransaction transaction;
  private final Records records;
  private final LargeValues large;
  private final Map<TableId, Schema> schemas = new HashMap<>();
  private final SortedMap<TableId, SortedMap<Bytes, RefusedRow>> written = new TreeMap<>();

  Retrial(DatabaseTransaction transaction, Records records, LargeValues large) {
    this.transaction = transaction;
    this.records = records;
    this.large = large;
  }

  /// Tries the refused rows of a table.
  ///
  /// @param wanted the project's table
  /// @param schema the table's schema in the database
  /// @param checked whether the database has the constraint that a row was refused for
  void write(TableId table, Table wanted, Schema schema, Predicate<RefusedRow> checked) {
    SortedMap<Bytes, RefusedRow> rows = new TreeMap<>();
    Iterator<Map.Entry<Bytes, RowEntry>> conflicts = records.open(wanted).conflicts();
    while (conflicts.hasNext()) {
      Map.Entry<Bytes, RowEntry> each = conflicts.next();
      if (each.getValue() instanceof RefusedRow refused && checked.test(refused)) {
        rows.put(each.getKey(), refused);
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    RowShape shape = new RowShape(schema);
    List<RowWrite> writes = new ArrayList<>();
    rows.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Bytes, RefusedRow> row) -> row.getValue().row().stamp())
                .thenComparing(Map.Entry::getKey))
        .forEach(row ->
            writes.add(
                new RowWrite.Put(row.getKey(), shape.known(row.getKey(), row.getValue().row()))));
    Set<Bytes> failed = new HashSet<>();
    transaction.write(table, schema, writes, large, problem -> failed.add(problem.key()));
    rows.keySet().removeAll(failed);
    schemas.put(table, schema);
    written.put(table, rows);
  }

  /// Checks what all rows refer to, and takes away again what was tried in vain; what is left to
  /// tell of other rows.
  List<WriteProblem.Orphan> check() {
    while (true) {
      List<WriteProblem.Orphan> others = new ArrayList<>();
      Map<TableId, Set<Bytes>> vain = new HashMap<>();
      transaction.checkReferences(orphan -> {
        Optional<SortedMap<Bytes, RefusedRow>> tried =
            orphan.table().flatMap(table -> Optional.ofNullable(written.get(table)));
        if (tried.filter(rows -> rows.containsKey(orphan.key())).isPresent()) {
          vain.computeIfAbsent(orphan.table().orElseThrow(), _ -> new HashSet<>())
              .add(orphan.key());
        } else {
          others.add(orphan);
        }
      });
      if (vain.isEmpty()) {
        return others;
      }
      vain.forEach(this::takeAway);
    }
  }

  private void takeAway(TableId table, Set<Bytes> keys) {
    Schema schema = Optional.ofNullable(schemas.get(table)).orElseThrow();
    RowShape shape = new RowShape(schema);
    SortedMap<Bytes, RefusedRow> rows = Optional.ofNullable(written.get(table)).orElseThrow();
    List<RowWrite> deletes = new ArrayList<>();
    for (Bytes key : keys) {
      var values = shape.values(key, Optional.ofNullable(rows.remove(key)).orElseThrow().row());
      deletes.add(
          new RowWrite.Delete(
              key,
              schema.key().stream()
                  .map(part -> values.getOrDefault(part.column(), Value.NULL))
                  .toList()));
    }
    transaction.write(table, schema, deletes, large, _ -> {});
  }

  /// The rows that came back, by table and key.
  SortedMap<TableId, SortedMap<Bytes, RefusedRow>> returned() {
    written.values().removeIf(rows -> rows.isEmpty());
    return written;
  }
}
