package dev.tidelock.hub.object;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.store.ObjectDelta;
import java.util.LinkedHashMap;
import java.util.Optional;

/// The objects that were opened last, of all projects together, as many as fit into a number of
/// bytes: a change that comes in is looked at again when the head moves, and again by each device
/// that fetches it. Each is kept under its project and the id that it was checked against, so it is
/// that object whatever became of the disk meanwhile. That one is remembered says nothing about
/// whether the project has it: who asks has its row. For any thread.
public final class RecentObjects {
  /// What an entry takes beside the payload, and what each reference takes, in bytes.
  private static final int OVERHEAD = 300;

  private static final int REFERENCE = 100;

  private final LinkedHashMap<Key, Recent> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final long limit;
  private long bytes;

  /// @param limit how many bytes they may take
  public RecentObjects(long limit) {
    this.limit = limit;
  }

  /// An object that was opened.
  ///
  /// @param object the object
  /// @param delta a delta of it, from which or into which it was made, if there is one
  record Recent(RawObject object, Optional<ObjectDelta> delta) {
    private long weight() {
      return OVERHEAD
          + object.payload().size()
          + (long) REFERENCE * object.references().size()
          + delta.map(ObjectDelta::size).orElse(0);
    }
  }

  private record Key(long project, ObjectId id) {}

  synchronized Optional<Recent> get(long project, ObjectId id) {
    return Optional.ofNullable(entries.get(new Key(project, id)));
  }

  /// Remembers an object that has its id. One that would push out most of the others is not
  /// remembered.
  synchronized void put(long project, ObjectId id, RawObject object) {
    if (get(project, id).isEmpty()) {
      put(project, id, new Recent(object, Optional.empty()));
    }
  }

  /// Remembers an object that has its id, and a delta that gave it.
  synchronized void put(long project, RawObject object, ObjectDelta delta) {
    put(project, delta.id(), new Recent(object, Optional.of(delta)));
  }

  private void put(long project, ObjectId id, Recent recent) {
    if (recent.weight() > limit / 8) {
      return;
    }
    bytes += recent.weight();
    Recent before = entries.put(new Key(project, id), recent);
    if (before != null) {
      bytes -= before.weight();
    }
    while (bytes > limit) {
      bytes -= entries.pollFirstEntry().getValue().weight();
    }
  }

  /// How many bytes they take, about.
  synchronized long bytes() {
    return bytes;
  }
}
