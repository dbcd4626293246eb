package dev.tidelock.core.map;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The changes from one map to another, in the order of keys. Walks both maps at once; where the
/// next subtrees are the same node, both are passed unread, else the higher one is entered. One
/// thread.
///
/// @param <V> the values of the maps
final class MapDiff<V> implements Iterator<Change<V>> {
  private final NodeCursor<V> before;
  private final NodeCursor<V> after;
  private Optional<Change<V>> next = Optional.empty();

  MapDiff(NodeCursor<V> before, NodeCursor<V> after) {
    this.before = before;
    this.after = after;
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && !(before.atEnd() && after.atEnd())) {
      next = step();
    }
    return next.isPresent();
  }

  @Override
  public Change<V> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are no more changes");
    }
    Change<V> change = next.orElseThrow();
    next = Optional.empty();
    return change;
  }

  private Optional<Change<V>> step() {
    int left = before.atEnd() ? NodeCursor.ENTRY : before.level();
    int right = after.atEnd() ? NodeCursor.ENTRY : after.level();
    if (left == NodeCursor.ENTRY && right == NodeCursor.ENTRY) {
      return entry();
    }
    enterOrPass(before, after, left, right);
    return Optional.empty();
  }

  /// Passes the next subtrees if they are the same node, else enters the higher one, or both.
  static <V> void enterOrPass(NodeCursor<V> before, NodeCursor<V> after, int left, int right) {
    if (left == right && before.subtree().id().equals(after.subtree().id())) {
      before.skip();
      after.skip();
      return;
    }
    if (left >= right) {
      before.enter();
    }
    if (right >= left) {
      after.enter();
    }
  }

  private Optional<Change<V>> entry() {
    int order = order();
    NodeCursor<V> first = order <= 0 ? before : after;
    var key = first.key();
    Optional<V> left = order <= 0 ? Optional.of(before.value()) : Optional.empty();
    Optional<V> right = order >= 0 ? Optional.of(after.value()) : Optional.empty();
    if (order <= 0) {
      before.skip();
    }
    if (order >= 0) {
      after.skip();
    }
    return left.equals(right) ? Optional.empty() : Optional.of(new Change<>(key, left, right));
  }

  private int order() {
    if (before.atEnd()) {
      return 1;
    }
    return after.atEnd() ? -1 : before.key().compareTo(after.key());
  }
}
