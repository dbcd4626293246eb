package dev.tidelock.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.map.MemoryObjects;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.testing.RandomRows;
import dev.tidelock.core.tree.Directories;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static final Bytes SEED = Bytes.copyOf(new byte[32]);

  private final MemoryObjects objects = new MemoryObjects();
  private final Records records = new Records(SEED, objects);

  @Test
  void theRootIsAFunctionOfTheRows() {
    ForAll.cases(
        200,
        tape -> {
          SortedMap<Bytes, RowEntry> rows = rows(tape, 300);
          MerkleMap<RowEntry> built = records.build(rows.entrySet().iterator(), objects);
          assertThat(built).containsExactlyElementsOf(List.copyOf(rows.entrySet()));
          MerkleMap<RowEntry> grown = records.noRows(objects);
          List<Bytes> left = new ArrayList<>(tape.shuffle(List.copyOf(rows.keySet())));
          while (!left.isEmpty()) {
            List<Bytes> some = left.subList(0, tape.nextInt(1, left.size()));
            SortedMap<Bytes, Optional<RowEntry>> edits = new TreeMap<>();
            some.forEach(key -> edits.put(key, Optional.ofNullable(rows.get(key))));
            some.clear();
            grown = grown.mutate(edits, objects);
          }
          assertThat(grown.root()).isEqualTo(built.root());
          Table table = table(built);
          assertThat(records.open(table)).containsExactlyElementsOf(built);
        });
  }

  private static SortedMap<Bytes, RowEntry> rows(Tape tape, int limit) {
    SortedMap<Bytes, RowEntry> rows = new TreeMap<>();
    for (int i = tape.nextSize(limit); i > 0; i--) {
      Bytes key = RowKey.of(List.of(RandomRows.keyValue(tape)), List.of(Collation.BINARY));
      rows.put(key, RandomRows.entry(tape));
    }
    return rows;
  }

  private static Table table(MerkleMap<RowEntry> rows) {
    ObjectId schema = new ObjectId(Bytes.hex("ab".repeat(32)));
    return new Table(rows.root(), rows.summary(), schema, "app", "tasks");
  }

  @Test
  void theConflictsOfATableAreFoundWithoutTheOthers() {
    ForAll.cases(
        100,
        tape -> {
          SortedMap<Bytes, RowEntry> rows = rows(tape, 300);
          MerkleMap<RowEntry> built = records.build(rows.entrySet().iterator(), objects);
          List<Map.Entry<Bytes, RowEntry>> found = new ArrayList<>();
          built.conflicts().forEachRemaining(found::add);
          rows.values().removeIf(Row.class::isInstance);
          assertThat(found).containsExactlyElementsOf(List.copyOf(rows.entrySet()));
        });
  }

  @Test
  void aTableThatLiesAboutItsRowsIsRefused() {
    MerkleMap<RowEntry> rows = records.build(numbered(10).entrySet().iterator(), objects);
    Table lying = table(rows).withRows(rows.root(), new Summary(11, 0, 0, 0));
    assertThatThrownBy(() -> records.open(lying).size()).isInstanceOf(MalformedException.class);
  }

  @Test
  void rowsAreNoDirectoryAndADirectoryIsNoRows() {
    MerkleMap<RowEntry> rows = records.build(numbered(10).entrySet().iterator(), objects);
    assertThat(objects.get(rows.root()).kind()).isEqualTo(ObjectKind.ROWS);
    assertThatThrownBy(() -> Directories.format(SEED).checkNode(objects.get(rows.root())))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Records.tableFormat(SEED).checkNode(objects.get(rows.root())))
        .isInstanceOf(MalformedException.class);
    ObjectId directory = new Directories(SEED, objects).empty(objects).entry().root();
    assertThatThrownBy(() -> Records.rowFormat(SEED).checkNode(objects.get(directory)))
        .isInstanceOf(MalformedException.class);
  }

  /// A change here is a change of the format.
  @Test
  void rootsAreFrozen() {
    MerkleMap<RowEntry> rows = records.build(numbered(1000).entrySet().iterator(), objects);
    assertThat(rows.root())
        .hasToString("b5d8e97fc6c475ea91ff9888a8d217c2f383392d2592dc7339a32b60882cc358");
    SortedMap<Bytes, Optional<Table>> tables = new TreeMap<>();
    tables.put(TableId.of("app", "tasks", 0).bytes(), Optional.of(table(rows)));
    MerkleMap<Table> all = records.noTables(objects).mutate(tables, objects);
    assertThat(all.root())
        .hasToString("a7f1f3e31c15e5e3d14411f34ae5c46544ee4bbe914133ede9f8c27525069feb");
    assertThat(all.summary()).isEqualTo(rows.summary());
    assertThat(records.tables(new Tables(all.root(), all.summary())).iterator().next().getValue())
        .isEqualTo(table(rows));
  }

  private static SortedMap<Bytes, RowEntry> numbered(int size) {
    SortedMap<Bytes, RowEntry> rows = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      Map<ColumnId, Value> values =
          Map.of(
              new ColumnId(1), Value.of(i),
              new ColumnId(2), Value.of("title " + i),
              new ColumnId(-1), Value.of(i / 8.0));
      Bytes key = RowKey.of(List.of(Value.of(i)), List.of(Collation.BINARY));
      rows.put(key, Row.of(Stamp.ZERO, new TreeMap<>(values)));
    }
    return rows;
  }
}
