package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Decides which of two rows stands that want one value that must be unique: the one that was
/// written first. The other is *refused*, in the project, so that all devices see the same; which
/// one that is follows from the rows alone, whichever device finds it out.
public final class Refusals {
  private static final int MAX_DETAIL = 255;

  private final Records records;
  private final ObjectSink sink;

  /// @param records the project's; reads what was written to the sink
  /// @param sink takes the nodes that are made
  public Refusals(Records records, ObjectSink sink) {
    this.records = records;
    this.sink = sink;
  }

  /// The project's tables without what cannot stand together; the same if there is nothing to
  /// refuse.
  ///
  /// @param waiting what a database did not take
  public MerkleMap<Table> refuse(MerkleMap<Table> head, List<DatabaseUpdate.Waiting> waiting) {
    SortedMap<TableId, SortedMap<Bytes, Optional<RowEntry>>> edits = new TreeMap<>();
    for (DatabaseUpdate.Waiting each : waiting) {
      each.clash()
          .ifPresent(clash -> {
            MerkleMap<RowEntry> rows =
                head.get(each.table().bytes())
                    .map(records::open)
                    .orElseGet(() -> records.noRows(sink));
            later(rows, each.key().orElseThrow(), clash.holder())
                .ifPresent(key ->
                    edits
                        .computeIfAbsent(each.table(), _ -> new TreeMap<>())
                        .put(key, Optional.of(refused(rows, key, clash.columns()))));
          });
    }
    SortedMap<Bytes, Optional<Table>> tables = new TreeMap<>();
    edits.forEach((id, rows) -> {
      Table table = head.get(id.bytes()).orElseThrow();
      MerkleMap<RowEntry> next = records.open(table).mutate(rows, sink);
      tables.put(id.bytes(), Optional.of(table.withRows(next.root(), next.summary())));
    });
    return head.mutate(tables, sink);
  }

  /// The key of the row that was written later, if the project has both as rows; of two that were
  /// written at once the one with the greater key.
  private static Optional<Bytes> later(MerkleMap<RowEntry> rows, Bytes one, Bytes other) {
    Optional<Row> first = row(rows, one);
    Optional<Row> second = row(rows, other);
    if (first.isEmpty() || second.isEmpty()) {
      return Optional.empty();
    }
    int order =
        Comparator.comparing(Row::stamp).compare(first.get(), second.get()) == 0
            ? one.compareTo(other)
            : first.get().stamp().compareTo(second.get().stamp());
    return Optional.of(order > 0 ? one : other);
  }

  private static Optional<Row> row(MerkleMap<RowEntry> rows, Bytes key) {
    return rows.get(key).filter(Row.class::isInstance).map(Row.class::cast);
  }

  private static RowEntry refused(MerkleMap<RowEntry> rows, Bytes key, String columns) {
    String detail = columns.substring(0, Math.min(columns.length(), MAX_DETAIL));
    return new RefusedRow(row(rows, key).orElseThrow(), RefusedRow.Constraint.UNIQUE, detail);
  }
}
