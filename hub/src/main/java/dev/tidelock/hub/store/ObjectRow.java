package dev.tidelock.hub.store;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;

/// Where an object lies, and what is known of it.
///
/// @param id the object's id
/// @param kind what it is
/// @param pack the number of the pack that it lies in
/// @param start where its envelope begins in the pack
/// @param length the length of the envelope in bytes
/// @param standing what is known of its completeness
/// @param height of a commit with a known lineage: more than that of each parent; else 0
public record ObjectRow(
    ObjectId id,
    ObjectKind kind,
    long pack,
    int start,
    int length,
    Standing standing,
    long height) {
  /// This row with another standing.
  public ObjectRow with(Standing newStanding, long newHeight) {
    return new ObjectRow(id, kind, pack, start, length, newStanding, newHeight);
  }
}
