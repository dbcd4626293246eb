package dev.tidelock.core.record.merge;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowShape;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.SchemaCodec;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The three-way merge of the tables of a project. A function of its arguments; its cost grows with
/// what the side with fewer changes changed. The same whichever side is called first, but where a
/// rule takes a side.
public final class RecordsMerge {
  private final Records records;
  private final ObjectSink sink;
  private final RecordRules rules;
  private final MergeStamps stamps;
  private final List<TableReport> reports = new ArrayList<>();

  private RecordsMerge(Records records, ObjectSink sink, RecordRules rules, MergeStamps stamps) {
    this.records = records;
    this.sink = sink;
    this.rules = rules;
    this.stamps = stamps;
  }

  /// What came of a merge.
  ///
  /// @param tables the merged tables, if any are left
  /// @param reports what was done, for each table of which there is something to tell
  public record Result(Optional<Tables> tables, List<TableReport> reports) {
    public Result {
      reports = List.copyOf(reports);
    }
  }

  /// Merges two sides' tables.
  ///
  /// @param base what both were changed from
  /// @param first the first parent's: the remote's head, or the target branch
  /// @param second this device's side
  /// @param records the project's; reads what was written to the sink
  /// @param sink takes the nodes that the merge makes
  /// @throws dev.tidelock.core.object.MissingObjectException if a node that is needed is not there
  public static Result merge(
      Optional<Tables> base,
      Optional<Tables> first,
      Optional<Tables> second,
      RecordRules rules,
      MergeStamps stamps,
      Records records,
      ObjectSink sink) {
    if (first.equals(second) || second.equals(base)) {
      return new Result(first, List.of());
    }
    if (first.equals(base)) {
      return new Result(second, List.of());
    }
    RecordsMerge merge = new RecordsMerge(records, sink, rules, stamps);
    MerkleMap<Table> before = merge.open(base);
    MerkleMap<Table> one = merge.open(first);
    MerkleMap<Table> other = merge.open(second);
    MerkleMap<Table> merged =
        before.merge(
            merge.apart(one, other, before), merge.apart(other, one, before), merge::entry, sink);
    return new Result(
        merged.isEmpty()
            ? Optional.empty()
            : Optional.of(new Tables(merged.root(), merged.summary())),
        merge.reports);
  }

  /// A side whose tables have made way for others that came to the same name apart, with another
  /// primary key: they are other tables, of the next generation. Whichever side it is, the same
  /// ones make way.
  private MerkleMap<Table> apart(
      MerkleMap<Table> side, MerkleMap<Table> other, MerkleMap<Table> base) {
    SortedMap<Bytes, Optional<Table>> moves = new TreeMap<>();
    for (Map.Entry<Bytes, Table> each : side) {
      Table table = each.getValue();
      Optional<Table> rival = other.get(each.getKey());
      if (rival.isPresent()
          && base.get(each.getKey()).isEmpty()
          && rival.get().schema().compareTo(table.schema()) < 0
          && !records.schema(table).hasKeyOf(records.schema(rival.get()))) {
        moves.put(each.getKey(), Optional.empty());
        moves.put(nextId(table, side, other, moves.keySet()), Optional.of(table));
      }
    }
    return side.mutate(moves, sink);
  }

  private Bytes nextId(
      Table table, MerkleMap<Table> side, MerkleMap<Table> other, Set<Bytes> taken) {
    for (int generation = 1; ; generation++) {
      Bytes id = TableId.of(table.database(), table.name(), generation).bytes();
      boolean fits =
          other
              .get(id)
              .map(there -> records.schema(there).hasKeyOf(records.schema(table)))
              .orElse(true);
      if (fits && side.get(id).isEmpty() && !taken.contains(id)) {
        return id;
      }
    }
  }

  private MerkleMap<Table> open(Optional<Tables> tables) {
    return tables.map(records::tables).orElseGet(() -> records.noTables(sink));
  }

  private Optional<Table> entry(
      Bytes key, Optional<Table> base, Optional<Table> first, Optional<Table> second) {
    if (first.isEmpty() || second.isEmpty()) {
      // A table that somebody still changes stays.
      return first.or(() -> second);
    }
    return Optional.of(both(new TableId(key), base, first.get(), second.get()));
  }

  private Table both(TableId id, Optional<Table> base, Table first, Table second) {
    Schema one = records.schema(first);
    Schema other = records.schema(second);
    SchemaMerge.Result schema = SchemaMerge.merge(base.map(records::schema), one, other);
    TableReport.Builder report = new TableReport.Builder();
    ObjectId schemaId = sink.put(SchemaCodec.toObject(schema.schema()));
    String name = name(base.map(Table::name), first.name(), second.name());
    String database = name(base.map(Table::database), first.database(), second.database());
    Table merged;
    if (one.hasKeyOf(other)) {
      Table named = new Table(first.rows(), first.summary(), schemaId, database, name);
      RowMerge rows =
          new RowMerge(
              new RowShape(schema.schema()), rules.of(named, schema.schema()), stamps, report);
      MerkleMap<RowEntry> map =
          base.map(records::open)
              .orElseGet(() -> records.noRows(sink))
              .merge(records.open(first), records.open(second), rows, sink);
      merged = named.withRows(map.root(), map.summary());
    } else {
      // Their rows have other names. No device makes that, as another key makes another table.
      merged = first.rows().compareTo(second.rows()) <= 0 ? first : second;
    }
    TableReport told = report.build(id, name, schema.problems());
    if (!told.isEmpty()) {
      reports.add(told);
    }
    return merged;
  }

  private static String name(Optional<String> base, String first, String second) {
    if (base.equals(Optional.of(first))) {
      return second;
    }
    boolean firstCounts = base.equals(Optional.of(second)) || first.compareTo(second) <= 0;
    return firstCounts ? first : second;
  }
}
