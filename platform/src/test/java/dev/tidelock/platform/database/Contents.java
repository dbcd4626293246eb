package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.tree.Content;
import dev.tidelock.engine.port.LargeValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Long values in memory, by the hash of their bytes.
final class Contents implements LargeValues {
  private final Map<ObjectId, List<Bytes>> kept = new HashMap<>();

  @Override
  public Value.Large keep(Value.LargeType type, long size, Iterator<Bytes> pieces) {
    List<Bytes> all = new ArrayList<>();
    pieces.forEachRemaining(all::add);
    Bytes digests = Bytes.empty();
    Bytes whole = Bytes.empty();
    if (size <= 1 << 23) {
      for (Bytes piece : all) {
        whole = whole.concat(piece);
      }
      digests = whole;
    } else {
      for (Bytes piece : all) {
        digests = digests.concat(ObjectIdentity.sha256(piece));
      }
    }
    ObjectId id = new ObjectId(ObjectIdentity.sha256(digests));
    kept.put(id, all);
    return new Value.Large(type, size, new Content.Single(id));
  }

  @Override
  public Iterator<Bytes> pieces(Value.Large value) {
    Content.Single single = (Content.Single) value.content();
    List<Bytes> pieces = new ArrayList<>();
    for (Bytes bytes : kept.getOrDefault(single.chunk(), List.of())) {
      for (int at = 0; at < bytes.size(); at += 1 << 20) {
        pieces.add(bytes.slice(at, Math.min(bytes.size(), at + (1 << 20))));
      }
    }
    return pieces.iterator();
  }
}
