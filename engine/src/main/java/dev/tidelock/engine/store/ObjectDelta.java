package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;

/// An object as it differs from another one, which whoever gets it has: only a form to travel in.
///
/// @param id the object's id
/// @param base the id of the other one
/// @param body what differs, as [DeltaCodec] wrote it
public record ObjectDelta(ObjectId id, ObjectId base, Bytes body) {
  /// How many bytes it takes on its way.
  public int size() {
    return 2 * ObjectId.SIZE + body.size();
  }
}
