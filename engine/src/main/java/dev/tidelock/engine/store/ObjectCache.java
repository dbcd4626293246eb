package dev.tidelock.engine.store;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import java.util.LinkedHashMap;
import java.util.Optional;

/// The objects used last, as many as fit into a number of bytes. One thread.
final class ObjectCache {
  private static final int OVERHEAD = 200;

  private final LinkedHashMap<ObjectId, RawObject> objects = new LinkedHashMap<>(16, 0.75f, true);
  private final long limit;
  private long bytes;

  ObjectCache(long limit) {
    this.limit = limit;
  }

  Optional<RawObject> get(ObjectId id) {
    return Optional.ofNullable(objects.get(id));
  }

  /// Remembers an object; one that would push out most of the others is not remembered.
  void put(ObjectId id, RawObject object) {
    if (weight(object) > limit / 4) {
      return;
    }
    if (objects.put(id, object) == null) {
      bytes += weight(object);
    }
    while (bytes > limit) {
      bytes -= weight(objects.pollFirstEntry().getValue());
    }
  }

  /// Forgets all objects, so that the next look at one is at the disk.
  void clear() {
    objects.clear();
    bytes = 0;
  }

  private static long weight(RawObject object) {
    return object.payload().size() + (OVERHEAD / 2L) * object.references().size() + OVERHEAD;
  }
}
