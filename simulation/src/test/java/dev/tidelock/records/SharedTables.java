package dev.tidelock.records;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MapFormat;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.Tables;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.tree.Content;
import dev.tidelock.engine.port.LargeValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Objects, and the tables at which all devices meet.
final class SharedTables {
  private final Map<ObjectId, RawObject> objects = new HashMap<>();
  private final Map<ObjectId, List<Bytes>> values = new HashMap<>();
  private final Records records = new Records(Bytes.wrap(new byte[MapFormat.SEED_SIZE]), this::get);
  private MerkleMap<Table> head = records.noTables(this::put);

  private long now = 1_700_000_000_000L;

  /// What all clocks say, a second later each time.
  long tick() {
    now += 1000;
    return now;
  }

  Records records() {
    return records;
  }

  ObjectId put(RawObject object) {
    ObjectId id = ObjectIdentity.of(object);
    objects.put(id, object);
    return id;
  }

  private RawObject get(ObjectId id) {
    return Optional.ofNullable(objects.get(id)).orElseThrow(() -> new MissingObjectException(id));
  }

  MerkleMap<Table> head() {
    return head;
  }

  /// How many rows are refused or in conflict.
  long refused() {
    return head.summary().conflicts();
  }

  void move(Optional<Tables> to) {
    head = to.map(records::tables).orElseGet(() -> records.noTables(this::put));
  }

  LargeValues large() {
    return new LargeValues() {
      @Override
      public Value.Large keep(Value.LargeType type, long size, Iterator<Bytes> pieces) {
        List<Bytes> all = new ArrayList<>();
        pieces.forEachRemaining(all::add);
        Bytes whole = all.stream().reduce(Bytes.empty(), Bytes::concat);
        ObjectId id = new ObjectId(ObjectIdentity.sha256(whole));
        values.put(id, List.of(whole));
        return new Value.Large(type, size, new Content.Single(id));
      }

      @Override
      public Iterator<Bytes> pieces(Value.Large value) {
        return values
            .getOrDefault(((Content.Single) value.content()).chunk(), List.of())
            .iterator();
      }
    };
  }
}
