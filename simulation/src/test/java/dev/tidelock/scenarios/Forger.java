package dev.tidelock.scenarios;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
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
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.simulation.hostile.Forge;
import dev.tidelock.simulation.port.DeflateCompression;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A device that keeps to the format's letter, so that each id and digest is right, and to nothing
/// else: it writes whatever trees and commits it likes, and moves heads as it likes.
final class Forger extends Forge {
  private static final EnvelopeCodec CODEC = new EnvelopeCodec(new DeflateCompression());

  private long moves;

  Forger() {
    this(World.SEED);
  }

  /// @param seed that of the project for which the maps are cut
  Forger(Bytes seed) {
    super(seed);
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
    return commit(new Draft(id, List.of(parents)).over(files));
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
        objects().values().forEach(object -> push.send(CODEC.seal(object)));
        Remote.Writer writer = new Remote.Writer("forger", "1", ++moves);
        return push.move(new Remote.HeadMove("main", from, to, writer, Optional.empty()));
      }
    });
  }
}
