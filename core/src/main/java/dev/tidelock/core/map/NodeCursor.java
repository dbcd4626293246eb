package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// A place in a map, between what was passed and what comes next: a subtree that was not read, or
/// an entry. Moves forward, and reads only the nodes that it enters. One thread.
///
/// @param <V> the values of the map
final class NodeCursor<V> {
  /// The level of an entry.
  static final int ENTRY = -1;

  private final NodeReader<V> reader;

  /// From a made-up parent of the root down to the node whose item comes next; a frame's index is
  /// always that of an item, so the end is where no frame is left.
  private final Deque<Frame<V>> path = new ArrayDeque<>();

  private NodeCursor(NodeReader<V> reader) {
    this.reader = reader;
  }

  /// A cursor before a root, or at the end if the map is empty.
  ///
  /// @param root the root as a parent would list it
  /// @param level the root's level
  static <V> NodeCursor<V> before(NodeReader<V> reader, Item.Child root, int level) {
    NodeCursor<V> cursor = new NodeCursor<>(reader);
    if (root.count() > 0) {
      Node<V> above = new Node.Inner<>(level + 1, List.of(root));
      cursor.path.push(new Frame<>(above, true));
    }
    return cursor;
  }

  /// A cursor that is at the end.
  static <V> NodeCursor<V> ended(NodeReader<V> reader) {
    return new NodeCursor<>(reader);
  }

  /// Whether nothing comes next.
  boolean atEnd() {
    return path.isEmpty();
  }

  /// The level of the subtree that comes next, or [#ENTRY].
  int level() {
    return path.element().node.level() - 1;
  }

  /// The subtree that comes next.
  Item.Child subtree() {
    return (Item.Child) item();
  }

  /// The key of the entry that comes next, or the last key of the subtree.
  Bytes key() {
    return item().key();
  }

  /// The sum over what comes next.
  Summary summary() {
    return item().summary();
  }

  /// The value of the entry that comes next.
  V value() {
    Frame<V> frame = path.element();
    return ((Node.Leaf<V>) frame.node).values().get(frame.index);
  }

  /// Reads the subtree that comes next and stops before its first item.
  Node<V> enter() {
    Frame<V> parent = path.element();
    Node<V> node = reader.child(subtree(), level());
    path.push(new Frame<>(node, parent.onRightEdge && parent.isAtLast()));
    return node;
  }

  /// Passes what comes next.
  void skip() {
    path.element().index++;
    while (!path.isEmpty() && path.element().index == path.element().node.items().size()) {
      path.pop();
      if (!path.isEmpty()) {
        path.element().index++;
      }
    }
  }

  /// Goes down to the first item of a level, without passing any.
  void descendTo(int level) {
    while (!atEnd() && level() > level) {
      enter();
    }
  }

  /// Goes forward to the item of `level` that a key belongs to: the first whose key is not less,
  /// or, beyond the last key, the last item. Returns whether anything was passed.
  boolean seek(Bytes key, int level) {
    boolean passed = false;
    while (!path.element().onRightEdge && path.element().node.lastKey().compareTo(key) < 0) {
      path.pop();
      passed = true;
    }
    passed |= path.element().seek(key);
    while (level() > level) {
      enter();
      passed |= path.element().seek(key);
    }
    return passed;
  }

  /// Goes back to the item of `level` before the one that comes next.
  ///
  /// @throws IllegalStateException if there is none
  void back(int level) {
    while (!path.isEmpty() && path.element().index == 0) {
      path.pop();
    }
    if (path.isEmpty()) {
      throw new IllegalStateException("there is nothing before the first item of a map");
    }
    path.element().index--;
    while (level() > level) {
      Node<V> node = enter();
      path.element().index = node.items().size() - 1;
    }
  }

  private Item item() {
    Frame<V> frame = path.element();
    return frame.node.items().get(frame.index);
  }

  private static final class Frame<V> {
    private final Node<V> node;
    private final boolean onRightEdge;
    private int index;

    Frame(Node<V> node, boolean onRightEdge) {
      this.node = node;
      this.onRightEdge = onRightEdge;
    }

    boolean isAtLast() {
      return index == node.items().size() - 1;
    }

    boolean seek(Bytes key) {
      int found = Math.min(node.indexFrom(index, key), node.items().size() - 1);
      boolean moved = found > index;
      index = found;
      return moved;
    }
  }
}
