package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/// The entries of a map from a key on, in the order of keys; reads a node when its first entry is
/// asked for. One thread.
///
/// @param <V> the values of the map
final class MapScan<V> implements Iterator<Map.Entry<Bytes, V>> {
  private final NodeCursor<V> cursor;

  MapScan(NodeCursor<V> cursor, Bytes from) {
    this.cursor = cursor;
    if (!cursor.atEnd() && !from.isEmpty()) {
      cursor.seek(from, NodeCursor.ENTRY);
      if (cursor.key().compareTo(from) < 0) {
        cursor.skip();
      }
    }
  }

  @Override
  public boolean hasNext() {
    return !cursor.atEnd();
  }

  @Override
  public Map.Entry<Bytes, V> next() {
    if (cursor.atEnd()) {
      throw new NoSuchElementException("there are no more entries");
    }
    cursor.descendTo(NodeCursor.ENTRY);
    Map.Entry<Bytes, V> entry = Map.entry(cursor.key(), cursor.value());
    cursor.skip();
    return entry;
  }
}
