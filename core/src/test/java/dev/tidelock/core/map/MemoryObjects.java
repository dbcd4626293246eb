package dev.tidelock.core.map;

import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.object.RawObject;
import java.util.HashMap;
import java.util.Map;

/// Objects in memory, with a count of how many were asked for and how many are new.
public final class MemoryObjects implements ObjectSource, ObjectSink {
  private final Map<ObjectId, RawObject> objects = new HashMap<>();
  private int reads;
  private int writes;

  @Override
  public RawObject get(ObjectId id) {
    reads++;
    RawObject object = objects.get(id);
    if (object == null) {
      throw new MissingObjectException(id);
    }
    return object;
  }

  @Override
  public ObjectId put(RawObject object) {
    ObjectId id = ObjectIdentity.of(object);
    if (objects.putIfAbsent(id, object) == null) {
      writes++;
    }
    return id;
  }

  /// Forgets what was counted so far.
  public void resetCounts() {
    reads = 0;
    writes = 0;
  }

  public int reads() {
    return reads;
  }

  public int writes() {
    return writes;
  }

  public Map<ObjectId, RawObject> all() {
    return objects;
  }
}
