package dev.tidelock.hubclient;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.engine.store.SealedObject;
import java.util.List;
import java.util.Optional;

/// An object on its way to a hub.
///
/// @param delta in which form it goes, if not in its envelope
record Parcel(SealedObject object, Optional<ObjectDelta> delta) {
  /// How many bytes it takes on its way.
  long size() {
    return delta.isPresent() ? delta.get().size() : object.envelope().size();
  }

  List<Bytes> frame() {
    return delta
        .map(form -> List.of(ObjectStream.head(form), form.body()))
        .orElseGet(() -> List.of(ObjectStream.head(object), object.envelope()));
  }

  /// The same in its envelope.
  Parcel whole() {
    return delta.isEmpty() ? this : new Parcel(object, Optional.empty());
  }
}
