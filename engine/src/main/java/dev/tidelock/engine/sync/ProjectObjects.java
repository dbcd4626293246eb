package dev.tidelock.engine.sync;

import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.store.LocalObjects;
import java.util.List;
import java.util.Optional;

/// A project's objects as this workspace can get at them: those in its store, and those that the
/// remote at hand gives, which are then kept. One thread.
final class ProjectObjects implements ObjectSource, ObjectSink {
  private final LocalObjects local;
  private Optional<Remote> remote = Optional.empty();

  ProjectObjects(LocalObjects local) {
    this.local = local;
  }

  LocalObjects local() {
    return local;
  }

  /// Lets missing objects be fetched from `source` from now on.
  void attach(Remote source) {
    remote = Optional.of(source);
  }

  @Override
  public RawObject get(ObjectId id) {
    return find(id).orElseThrow(() -> new MissingObjectException(id));
  }

  /// The object, if it is here or can be fetched.
  Optional<RawObject> find(ObjectId id) {
    if (local.contains(id)) {
      return Optional.of(local.get(id));
    }
    if (remote.isEmpty()) {
      return Optional.empty();
    }
    remote.get().objects(List.of(id), (_, object) -> local.put(object));
    return local.contains(id) ? Optional.of(local.get(id)) : Optional.empty();
  }

  @Override
  public ObjectId put(RawObject object) {
    return local.put(object);
  }
}
