package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.merge.RowNote;
import dev.tidelock.core.record.merge.TableReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The tables of a project while single rows of them are decided.
final class TableEdits {
  private final Records records;
  private final ObjectSink sink;
  private final MerkleMap<Table> tables;
  private final SortedMap<TableId, SortedMap<Bytes, Optional<RowEntry>>> edits = new TreeMap<>();
  private final SortedMap<TableId, TableReport.Builder> notes = new TreeMap<>();

  /// @param tables what they are before
  TableEdits(Records records, ObjectSink sink, MerkleMap<Table> tables) {
    this.records = records;
    this.sink = sink;
    this.tables = tables;
  }

  MerkleMap<Table> before() {
    return tables;
  }

  Optional<Table> table(TableId table) {
    return tables.get(table.bytes());
  }

  /// What a key stands for now.
  Optional<RowEntry> get(TableId table, Bytes key) {
    return Optional.ofNullable(edits.get(table))
        .flatMap(rows -> Optional.ofNullable(rows.get(key)))
        .orElseGet(() -> table(table).map(records::open).flatMap(rows -> rows.get(key)));
  }

  /// Lets a key of a table that is there stand for something else.
  void put(TableId table, Bytes key, RowEntry entry, RowNote.Kind why) {
    edits.computeIfAbsent(table, _ -> new TreeMap<>()).put(key, Optional.of(entry));
    notes.computeIfAbsent(table, _ -> new TableReport.Builder()).note(why, key);
  }

  /// The tables with what was decided; the same if nothing was.
  MerkleMap<Table> after() {
    SortedMap<Bytes, Optional<Table>> changed = new TreeMap<>();
    edits.forEach((id, rows) -> {
      Table table = table(id).orElseThrow();
      MerkleMap<RowEntry> next = records.open(table).mutate(rows, sink);
      changed.put(id.bytes(), Optional.of(table.withRows(next.root(), next.summary())));
    });
    return tables.mutate(changed, sink);
  }

  /// What was decided, by table.
  List<TableReport> reports() {
    List<TableReport> reports = new ArrayList<>();
    notes.forEach(
        (id, report) -> reports.add(report.build(id, table(id).orElseThrow().name(), List.of())));
    return reports;
  }
}
