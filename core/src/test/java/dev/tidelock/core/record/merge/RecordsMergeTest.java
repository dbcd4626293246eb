package dev.tidelock.core.record.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MemoryObjects;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.SchemaCodec;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Tables;
import dev.tidelock.core.record.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RecordsMergeTest {
  private static final MergeStamps STAMPS = new MergeStamps(new Stamp(7, 1), new Stamp(8, 2));
  private static final TableId OTHER = TableId.of("app", "others", 0);

  private final MemoryObjects objects = new MemoryObjects();
  private final Records records = new Records(Bytes.copyOf(new byte[32]), objects);

  private Table table(Schema schema, String name, Row... rows) {
    SortedMap<Bytes, RowEntry> entries = new TreeMap<>();
    for (Row row : rows) {
      entries.put(SampleTable.key(row.get(SampleTable.NAME).orElseThrow()), row);
    }
    MerkleMap<RowEntry> map = records.build(entries.entrySet().iterator(), objects);
    return new Table(
        map.root(), map.summary(), objects.put(SchemaCodec.toObject(schema)), "app", name);
  }

  /// A row whose key is its name.
  private static Row row(Stamp stamp, String name, int count) {
    return SampleTable.row(stamp, Value.of(name), "name", Value.of(name), "count", Value.of(count));
  }

  private Optional<Tables> tables(Map<TableId, Table> all) {
    SortedMap<Bytes, Table> sorted = new TreeMap<>();
    all.forEach((id, table) -> sorted.put(id.bytes(), table));
    SortedMap<Bytes, Optional<Table>> edits = new TreeMap<>();
    sorted.forEach((id, table) -> edits.put(id, Optional.of(table)));
    MerkleMap<Table> map = records.noTables(objects).mutate(edits, objects);
    return all.isEmpty() ? Optional.empty() : Optional.of(new Tables(map.root(), map.summary()));
  }

  private RecordsMerge.Result merge(
      Optional<Tables> base, Optional<Tables> first, Optional<Tables> second) {
    return RecordsMerge.merge(base, first, second, RecordRules.USUAL, STAMPS, records, objects);
  }

  private Map<TableId, Table> open(RecordsMerge.Result result) {
    Map<TableId, Table> all = new TreeMap<>();
    result
        .tables()
        .ifPresent(tables ->
            records
                .tables(tables)
                .forEach(entry -> all.put(new TableId(entry.getKey()), entry.getValue())));
    return all;
  }

  @Test
  void tablesRowsAndColumnsOfBothSidesComeTogether() {
    List<Column> more = new ArrayList<>(SampleTable.SCHEMA.columns());
    more.add(SampleTable.column("extra"));
    Schema wider =
        new Schema(
            more,
            SampleTable.SCHEMA.key(),
            SampleTable.SCHEMA.options(),
            List.of(),
            List.of(),
            SampleTable.SCHEMA.dropped());
    Row a = row(Stamp.ZERO, "a", 1);
    Row b = row(Stamp.ZERO, "b", 1);
    Row later = row(new Stamp(5, 1), "a", 2);
    Row added = row(new Stamp(5, 1), "c", 3);
    Table here = table(SampleTable.SCHEMA, "things", a, b);
    Optional<Tables> base = tables(Map.of(SampleTable.ID, here));
    Optional<Tables> first =
        tables(Map.of(SampleTable.ID, table(wider, "things", later, b), OTHER, here));
    Optional<Tables> second =
        tables(Map.of(SampleTable.ID, table(SampleTable.SCHEMA, "items", a, added)));
    RecordsMerge.Result merged = merge(base, first, second);
    assertThat(open(merged))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(SampleTable.ID, table(wider, "items", later, added), OTHER, here));
    assertThat(merge(base, second, first).tables()).isEqualTo(merged.tables());
    assertThat(merged.reports()).isEmpty();
  }

  @Test
  void devicesThatTrackedApartMeet() {
    Row same = row(Stamp.ZERO, "same", 1);
    Row mine = row(Stamp.ZERO, "mine", 1);
    Row yours = row(Stamp.ZERO, "yours", 1);
    Table first = table(SampleTable.SCHEMA, "things", same, mine, row(Stamp.ZERO, "d", 1));
    Table second = table(SampleTable.SCHEMA, "things", same, yours, row(Stamp.ZERO, "d", 2));
    RecordsMerge.Result merged =
        merge(
            Optional.empty(),
            tables(Map.of(SampleTable.ID, first)),
            tables(Map.of(SampleTable.ID, second)));
    MerkleMap<RowEntry> rows = records.open(open(merged).values().iterator().next());
    assertThat(rows.size()).isEqualTo(4);
    assertThat(rows.get(SampleTable.key(Value.of("same")))).contains(same);
    assertThat(merged.reports().getFirst().count(RowNote.Kind.DECIDED)).isEqualTo(1);
  }

  @Test
  void aTableThatSomebodyChangesStaysAndTheLastOneGoes() {
    Table table = table(SampleTable.SCHEMA, "things", row(Stamp.ZERO, "a", 1));
    Table changed = table(SampleTable.SCHEMA, "things", row(new Stamp(5, 1), "a", 2));
    Optional<Tables> base = tables(Map.of(SampleTable.ID, table));
    Optional<Tables> edited = tables(Map.of(SampleTable.ID, changed));
    assertThat(merge(base, edited, Optional.empty()).tables()).isEqualTo(edited);
    assertThat(merge(base, Optional.empty(), base).tables()).isEmpty();
    Optional<Tables> two = tables(Map.of(SampleTable.ID, table, OTHER, table));
    Optional<Tables> one = tables(Map.of(SampleTable.ID, table));
    Optional<Tables> other = tables(Map.of(OTHER, table));
    assertThat(merge(two, one, other).tables()).isEmpty();
  }
}
