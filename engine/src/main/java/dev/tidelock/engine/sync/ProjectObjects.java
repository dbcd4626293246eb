package dev.tidelock.engine.sync;

import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.store.LocalObjects;
import java.util.List;
import java.util.Optional;

/// A project's objects as this workspace can get at them: those in its store, and those that a
/// remote gives, which are then kept. One thread.
final class ProjectObjects implements ObjectSource, ObjectSink {
  private final LocalObjects local;
  private final Sources sources;

  ProjectObjects(LocalObjects local, Sources sources) {
    this.local = local;
    this.sources = sources;
  }

  LocalObjects local() {
    return local;
  }

  @Override
  public RawObject get(ObjectId id) {
    return find(id).orElseThrow(() -> new MissingObjectException(id));
  }

  /// The object, if it is here or can be fetched.
  Optional<RawObject> find(ObjectId id) {
    return here(id).or(() -> fetch(id));
  }

  /// The object, if it is here.
  Optional<RawObject> here(ObjectId id) {
    return local.contains(id) ? Optional.of(local.get(id)) : Optional.empty();
  }

  private Optional<RawObject> fetch(ObjectId id) {
    sources.objects(List.of(id), (_, object) -> local.put(object));
    return here(id);
  }

  @Override
  public ObjectId put(RawObject object) {
    return local.put(object);
  }
}
