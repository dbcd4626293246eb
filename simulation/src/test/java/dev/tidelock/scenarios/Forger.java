package dev.tidelock.scenarios;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.commit.Counts;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.map.MapFormat;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.core.record.Collation;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowKey;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Tables;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.EntryCodec;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.simulation.port.DeflateCompression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A device that keeps to the format's letter, so that each id and digest is right, and to nothing
/// else: it writes whatever trees and commits it likes, and moves heads as it likes.
final class Forger {
  private static final EnvelopeCodec CODEC = new EnvelopeCodec(new DeflateCompression());

  private final MapFormat<Entry> lax;
  private final Map<ObjectId, RawObject> objects = new LinkedHashMap<>();
  private long moves;

  Forger() {
    this(World.SEED);
  }

  /// @param seed that of the project for which the maps are cut
  Forger(Bytes seed) {
    lax = new MapFormat<>(new EntryCodec(), seed);
  }

  private ObjectId put(RawObject object) {
    ObjectId id = ObjectIdentity.of(object);
    objects.put(id, object);
    return id;
  }

  private RawObject get(ObjectId id) {
    return Optional.ofNullable(objects.get(id)).orElseThrow(() -> new MissingObjectException(id));
  }

  static Entry.File file(String text) {
    Bytes bytes = Bytes.utf8(text);
    return new Entry.File(false, bytes.size(), 0, new Content.Inline(bytes));
  }

  /// A directory of these entries, whatever their names.
  Entry.Directory directory(Map<String, Entry> entries) {
    SortedMap<Bytes, Entry> sorted = new TreeMap<>();
    entries.forEach((name, entry) -> sorted.put(Bytes.utf8(name), entry));
    MerkleMap<Entry> map = MerkleMap.build(sorted.entrySet().iterator(), lax, this::get, this::put);
    return new Entry.Directory(map.root(), map.summary());
  }

  /// A commit over a directory.
  ObjectId commit(Entry.Directory tree, ObjectId... parents) {
    CborWriter state = new CborWriter().array(2).nil();
    tree.summary().write(state);
    References root = new References.Builder().strong(tree.root()).build();
    ObjectId id = put(new RawObject(ObjectKind.STATE, 0, root, state.toBytes()));
    return commit(id, tree.summary(), List.of(parents));
  }

  /// A commit over the same files as another state, and a table, whatever it is.
  ///
  /// @param files a directory
  ObjectId commit(Entry.Directory files, Table table, ObjectId... parents) {
    Records records = new Records(World.SEED, this::get);
    SortedMap<Bytes, Optional<Table>> one = new TreeMap<>();
    one.put(TableId.of("app", "notes", 0).bytes(), Optional.of(table));
    MerkleMap<Table> all = records.noTables(this::put).mutate(one, this::put);
    Optional<Tables> tables = Optional.of(new Tables(all.root(), all.summary()));
    ObjectId id = put(new ProjectState(files, tables).toObject());
    return commit(id, files.summary(), List.of(parents));
  }

  /// A table of many rows, cut for a project.
  Table table(Bytes seed, RawObject schema) {
    SortedMap<Bytes, RowEntry> rows = new TreeMap<>();
    for (int i = 0; i < 5000; i++) {
      rows.put(
          RowKey.of(List.of(Value.of(i)), List.of(Collation.BINARY)),
          new Row.Builder(Stamp.ZERO).build());
    }
    MerkleMap<RowEntry> map =
        new Records(seed, this::get).build(rows.entrySet().iterator(), this::put);
    return new Table(map.root(), map.summary(), put(schema), "app", "notes");
  }

  private ObjectId commit(ObjectId state, Summary summary, List<ObjectId> parents) {
    return CommitCodec.write(
        new Commit(
            state,
            parents,
            "somebody",
            new DeviceId("forger"),
            1,
            Commit.Kind.AUTO,
            "",
            new Counts(summary.files(), summary.bytes(), 0, 0, 0, 0),
            parents.stream().map(_ -> List.<Rename>of()).toList(),
            List.of()),
        this::put);
  }

  /// Where the branch stands at the place of a device.
  static Optional<ObjectId> head(Device through) {
    return through.open((_, place) -> place.orElseThrow().remote().refresh().head("main"));
  }

  /// Sends everything that was made, by the way that a device has to its place, and moves the head.
  Remote.Outcome land(Device through, ObjectId to) {
    return through.open((_, place) -> {
      Remote remote = place.orElseThrow().remote();
      Optional<ObjectId> from = remote.refresh().head("main");
      try (Remote.Push push = remote.push()) {
        objects.values().forEach(object -> push.send(CODEC.seal(object)));
        Remote.Writer writer = new Remote.Writer("forger", "1", ++moves);
        return push.move(new Remote.HeadMove("main", from, to, writer, Optional.empty()));
      }
    });
  }
}
