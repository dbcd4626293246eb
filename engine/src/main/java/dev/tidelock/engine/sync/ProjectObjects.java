package dev.tidelock.engine.sync;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.store.LocalObjects;
import dev.tidelock.engine.store.ObjectCheck;
import dev.tidelock.engine.store.SealedObject;
import java.util.List;
import java.util.Optional;

/// A project's objects as this workspace can get at them: those in its store, and those that a
/// remote gives, which are then kept. One thread.
final class ProjectObjects implements ObjectSource, ObjectSink {
  private final LocalObjects local;
  private final Sources sources;
  private final ObjectCheck check;

  ProjectObjects(LocalObjects local, Sources sources, ObjectCheck check) {
    this.check = check;
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
    return local.find(id);
  }

  private Optional<RawObject> fetch(ObjectId id) {
    sources.objects(List.of(id), this::offer);
    return here(id);
  }

  /// Keeps an object that somebody sent, as having its id, if a device can have written it.
  void offer(ObjectId id, RawObject object) {
    try {
      take(id, object);
    } catch (MalformedException nonsense) {
      // As if it had not come: whoever needs it names it.
    }
  }

  /// Keeps an object that somebody sent, as having its id.
  ///
  /// @throws MalformedException if no device can have written it
  void take(ObjectId id, RawObject object) {
    check.check(id, object);
    local.put(object);
  }

  /// The same for one that came in an envelope, which is kept.
  void take(SealedObject sealed, RawObject object) {
    check.check(sealed.id(), object);
    local.put(sealed, object);
  }

  @Override
  public ObjectId put(RawObject object) {
    return local.put(object);
  }
}
