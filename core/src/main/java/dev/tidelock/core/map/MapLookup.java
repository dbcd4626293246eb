package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;
import java.util.Optional;

/// The values of a map's keys, asked for in ascending order: what lies between them is passed
/// unread, and a node that holds several is read once. One thread.
///
/// @param <V> the values of the map
public final class MapLookup<V> {
  private final NodeCursor<V> cursor;

  MapLookup(NodeCursor<V> cursor) {
    this.cursor = cursor;
  }

  /// The value of a key that is not less than any before.
  public Optional<V> get(Bytes key) {
    if (cursor.atEnd()) {
      return Optional.empty();
    }
    cursor.seek(key, NodeCursor.ENTRY);
    return cursor.key().equals(key) ? Optional.of(cursor.value()) : Optional.empty();
  }
}
