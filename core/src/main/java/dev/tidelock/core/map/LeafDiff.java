package dev.tidelock.core.map;

/// The comparison of two maps down to their leaves, which it does not read. One thread.
final class LeafDiff {
  private LeafDiff() {}

  /// How many entries lie in leaves of the first map that the second has not.
  static <V> long count(NodeCursor<V> before, NodeCursor<V> after) {
    long count = 0;
    while (!before.atEnd()) {
      int left = before.level();
      int right = after.atEnd() ? 0 : after.level();
      if (left > 0 || right > 0) {
        MapDiff.enterOrPass(before, after, left, right);
      } else if (after.atEnd() || before.key().compareTo(after.key()) < 0) {
        count += before.subtree().count();
        before.skip();
      } else {
        boolean same = before.subtree().id().equals(after.subtree().id());
        boolean together = before.key().equals(after.key());
        count += together && !same ? before.subtree().count() : 0;
        after.skip();
        if (together) {
          before.skip();
        }
      }
    }
    return count;
  }
}
