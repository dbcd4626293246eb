package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;
import java.util.Optional;

/// The changes from one map to another at single keys, asked for in ascending order. What lies
/// between the keys is passed unread. One thread.
///
/// @param <V> the values of the maps
final class ChangeLookup<V> {
  private final NodeCursor<V> before;
  private final NodeCursor<V> after;

  ChangeLookup(NodeCursor<V> before, NodeCursor<V> after) {
    this.before = before;
    this.after = after;
  }

  /// The change at a key that is greater than all before, if there is one.
  Optional<Change<V>> at(Bytes key) {
    while (true) {
      pass(before, key);
      pass(after, key);
      int left = level(before);
      int right = level(after);
      if (left == NodeCursor.ENTRY && right == NodeCursor.ENTRY) {
        return change(key);
      }
      if (left == right && before.subtree().id().equals(after.subtree().id())) {
        return Optional.empty();
      }
      if (left >= right) {
        before.enter();
      }
      if (right >= left) {
        after.enter();
      }
    }
  }

  private Optional<Change<V>> change(Bytes key) {
    Optional<V> was = value(before, key);
    Optional<V> is = value(after, key);
    return was.equals(is) ? Optional.empty() : Optional.of(new Change<>(key, was, is));
  }

  private static <V> Optional<V> value(NodeCursor<V> cursor, Bytes key) {
    return cursor.atEnd() || !cursor.key().equals(key)
        ? Optional.empty()
        : Optional.of(cursor.value());
  }

  private static <V> int level(NodeCursor<V> cursor) {
    return cursor.atEnd() ? NodeCursor.ENTRY : cursor.level();
  }

  private static <V> void pass(NodeCursor<V> cursor, Bytes key) {
    while (!cursor.atEnd() && cursor.key().compareTo(key) < 0) {
      cursor.skip();
    }
  }
}
