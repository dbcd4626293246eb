package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/// The entries of a map that count as conflicts, in the order of keys; enters only nodes below
/// which there are some. One thread.
///
/// @param <V> the values of the map
final class ConflictScan<V> implements Iterator<Map.Entry<Bytes, V>> {
  private final NodeCursor<V> cursor;

  ConflictScan(NodeCursor<V> cursor) {
    this.cursor = cursor;
  }

  @Override
  public boolean hasNext() {
    while (!cursor.atEnd()) {
      if (cursor.summary().conflicts() == 0) {
        cursor.skip();
      } else if (cursor.level() == NodeCursor.ENTRY) {
        return true;
      } else {
        cursor.enter();
      }
    }
    return false;
  }

  @Override
  public Map.Entry<Bytes, V> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are no more conflicts");
    }
    Map.Entry<Bytes, V> entry = Map.entry(cursor.key(), cursor.value());
    cursor.skip();
    return entry;
  }
}
