package dev.tidelock.scenarios;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.commit.Counts;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.core.record.Collation;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.KeyColumn;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowKey;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.SchemaCodec;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Tables;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.simulation.port.DeflateCompression;
import dev.tidelock.testkit.MemoryStateStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Somebody who syncs rows to a place, as a device with a database does: each time a commit over
/// the place's head, with the same files and other rows.
final class TableAuthor {
  private static final TableId TABLE = TableId.of("app", "notes", 0);
  private static final ColumnId NOTE = ColumnId.of(TABLE, "note", 0);
  private static final DeviceId DEVICE = new DeviceId("author");

  private final Place place;
  private final Random chance = new Random(4);
  private final Map<ObjectId, RawObject> made = new LinkedHashMap<>();
  private long sequence;

  TableAuthor(Place place) {
    this.place = place;
  }

  /// Sets some rows: number to text, nothing to remove one.
  void write(Map<Integer, Optional<String>> rows) {
    use(remote -> {
      ObjectId head = remote.refresh().head("main").orElseThrow();
      ProjectState before = state(remote, head);
      Records records = new Records(World.SEED, id -> get(remote, id));
      MerkleMap<Table> tables =
          before.tables().map(records::tables).orElseGet(() -> records.noTables(this::put));
      Optional<Table> table = tables.get(TABLE.bytes());
      MerkleMap<RowEntry> map =
          table
              .map(records::open)
              .orElseGet(() -> records.noRows(this::put))
              .mutate(entries(rows), this::put);
      ObjectId schema = put(SchemaCodec.toObject(schema()));
      Table now = new Table(map.root(), map.summary(), schema, "app", "notes");
      MerkleMap<Table> all =
          tables.mutate(new TreeMap<>(Map.of(TABLE.bytes(), Optional.of(now))), this::put);
      Optional<Tables> named = Optional.of(new Tables(all.root(), all.summary()));
      move(remote, head, new ProjectState(before.files(), named));
      return true;
    });
  }

  /// The rows that the place's head has, number to text; a large one as `large`.
  SortedMap<Integer, String> rows() {
    return use(remote -> {
      SortedMap<Integer, String> found = new TreeMap<>();
      Records records = new Records(World.SEED, id -> get(remote, id));
      state(remote, remote.refresh().head("main").orElseThrow())
          .tables()
          .flatMap(tables -> records.tables(tables).get(TABLE.bytes()))
          .ifPresent(
              table -> records.open(table).forEach(entry -> found.put(number(entry), text(entry))));
      return found;
    });
  }

  private static int number(Map.Entry<Bytes, RowEntry> entry) {
    Value key = RowKey.values(entry.getKey()).orElseThrow().getFirst();
    return (int) ((Value.Whole) key).value();
  }

  private static String text(Map.Entry<Bytes, RowEntry> entry) {
    Value value = ((Row) entry.getValue()).get(NOTE).orElseThrow();
    return value instanceof Value.Text text ? text.bytes().toUtf8() : "large";
  }

  private SortedMap<Bytes, Optional<RowEntry>> entries(Map<Integer, Optional<String>> rows) {
    SortedMap<Bytes, Optional<RowEntry>> edits = new TreeMap<>();
    rows.forEach((number, text) -> {
      Bytes key = RowKey.of(List.of(Value.of(number)), List.of(Collation.BINARY));
      edits.put(key, text.map(note -> new Row.Builder(Stamp.ZERO).add(NOTE, value(note)).build()));
    });
    return edits;
  }

  private Value value(String text) {
    Bytes bytes = Bytes.utf8(text);
    if (bytes.size() <= Value.INLINE_LIMIT) {
      return new Value.Text(bytes);
    }
    ObjectId chunk = put(new RawObject(ObjectKind.CHUNK, 0, References.none(), bytes));
    return new Value.Large(Value.LargeType.TEXT, bytes.size(), new Content.Single(chunk));
  }

  static Schema schema() {
    ColumnId id = ColumnId.of(TABLE, "id", 0);
    return new Schema(
        List.of(column(id, "id"), column(NOTE, "note")),
        List.of(new KeyColumn(id, Collation.BINARY)),
        Set.of(),
        List.of(),
        List.of(),
        new TreeSet<>());
  }

  private static Column column(ColumnId id, String name) {
    return new Column(
        id, name, "", Collation.BINARY, Column.Nullability.NULLABLE, Optional.of(Value.NULL));
  }

  private void move(Remote remote, ObjectId head, ProjectState state) {
    Commit commit =
        new Commit(
            put(state.toObject()),
            List.of(head),
            "author",
            DEVICE,
            CommitCodec.read(head, id -> get(remote, id)).time() + 1,
            Commit.Kind.AUTO,
            "",
            new Counts(0, 0, 0, 0, 0, 0),
            List.of(List.<Rename>of()),
            List.of());
    ObjectId id = CommitCodec.write(commit, this::put);
    EnvelopeCodec codec = new EnvelopeCodec(new DeflateCompression());
    try (Remote.Push push = remote.push()) {
      made.values().forEach(object -> push.send(codec.seal(object)));
      made.clear();
      Remote.Writer writer = new Remote.Writer(DEVICE.text(), "first", ++sequence);
      Remote.Outcome outcome =
          push.move(new Remote.HeadMove("main", Optional.of(head), id, writer, Optional.empty()));
      if (!(outcome instanceof Remote.Outcome.Moved)) {
        throw new AssertionError("the rows did not land: " + outcome);
      }
    }
  }

  private ProjectState state(Remote remote, ObjectId commit) {
    ObjectId state = CommitCodec.read(commit, id -> get(remote, id)).state();
    return ProjectState.of(get(remote, state));
  }

  private RawObject get(Remote remote, ObjectId id) {
    Map<ObjectId, RawObject> found = new LinkedHashMap<>(made);
    if (!found.containsKey(id)) {
      remote.objects(List.of(id), found::put);
    }
    return Optional.ofNullable(found.get(id)).orElseThrow();
  }

  private ObjectId put(RawObject object) {
    ObjectId id = ObjectIdentity.of(object);
    made.put(id, object);
    return id;
  }

  private <T> T use(Function<Remote, T> action) {
    try (Place.Connection connection = place.connect(new MemoryStateStore(), this::random)) {
      return action.apply(connection.remote());
    }
  }

  private Bytes random(int size) {
    byte[] bytes = new byte[size];
    chance.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}
