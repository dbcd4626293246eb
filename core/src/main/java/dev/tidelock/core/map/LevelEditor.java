package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Applies ascending edits to the items of one level of a map, and passes what becomes of the
/// level's nodes to the level above as edits of its items.
///
/// Edited nodes are opened and their items cut anew. As soon as a new node ends where an old one
/// ended, the two sequences of nodes are in step again: the old nodes up to the next edit stay as
/// they are, unread. That is exact because a node's end depends on nothing before its first item,
/// and on what follows only if that is a heavy item (see `openEdited`).
///
/// One thread; memory for one node of the level, and for those above.
///
/// @param <V> the values of the map
final class LevelEditor<V> {
  private final MapEdit<V> edit;
  private final int level;
  private final boolean atOldRoot;
  private final Boundary boundary;
  private final NodeCursor<V> old;

  /// The items of the node that is being filled.
  private final List<Item> pending = new ArrayList<>();

  /// The opened old node's items, and how many of them were taken.
  private List<? extends Item> open = List.of();

  private int taken;

  /// Old nodes that were opened and are listed above, until what replaces them is known.
  private final Deque<Item.Child> opened = new ArrayDeque<>();

  private Optional<LevelEditor<V>> above = Optional.empty();
  private Optional<Item> lastPut = Optional.empty();
  private boolean edited;
  private boolean kept;
  private boolean written;

  LevelEditor(MapEdit<V> edit, int level) {
    this.edit = edit;
    this.level = level;
    atOldRoot = level >= edit.oldLevel();
    boundary = edit.codec().boundary(level);
    old = edit.oldNodes(level);
  }

  /// Sets the item that has this item's key.
  void put(Item item) {
    take(item.key());
    lastPut = Optional.of(item);
    push(item);
  }

  /// Removes the item that has this key, if there is one.
  void remove(Bytes key) {
    take(key);
  }

  /// Ends the edits of this level and those above, and returns the new root.
  Item.Child finish() {
    if (!edited && edit.oldRoot().isPresent()) {
      return edit.oldRoot().get();
    }
    takeOpen();
    while (!old.atEnd() && !pending.isEmpty()) {
      openNext();
      takeOpen();
    }
    if (old.atEnd() && !kept && !written) {
      return root();
    }
    if (!pending.isEmpty()) {
      write();
    }
    while (!opened.isEmpty()) {
      above().remove(opened.remove().key());
    }
    return above().finish();
  }

  /// Takes over the old items before `key`, and drops the one that has it.
  private void take(Bytes key) {
    edited = true;
    while (!takeOpenBefore(key) && !old.atEnd()) {
      if (pending.isEmpty()) {
        openEdited(key);
      } else {
        openNext();
      }
    }
    if (taken < open.size() && open.get(taken).key().equals(key)) {
      taken++;
    }
  }

  /// Returns whether the open node goes on at `key` or later.
  private boolean takeOpenBefore(Bytes key) {
    while (taken < open.size() && open.get(taken).key().compareTo(key) < 0) {
      push(open.get(taken++));
    }
    return taken < open.size();
  }

  private void takeOpen() {
    while (taken < open.size()) {
      push(open.get(taken++));
    }
  }

  /// Opens the old node that a key belongs to, and keeps those before it. If it holds a heavy item,
  /// the node before may have ended only because of that, and is opened in its place.
  private void openEdited(Bytes key) {
    boolean passed = old.seek(key, level);
    kept |= passed;
    List<? extends Item> items = read(old.subtree());
    if (passed && items.getFirst().weight() > Boundary.MAX) {
      old.back(level);
      items = read(old.subtree());
    }
    open(items);
  }

  private void openNext() {
    old.descendTo(level);
    open(read(old.subtree()));
  }

  private List<? extends Item> read(Item.Child child) {
    return edit.reader().child(child, level).items();
  }

  private void open(List<? extends Item> items) {
    open = items;
    taken = 0;
    if (!atOldRoot) {
      opened.add(old.subtree());
    }
    old.skip();
  }

  private void push(Item item) {
    if (boundary.endsBefore(item.weight())) {
      boundary.restart();
      write();
    }
    pending.add(item);
    if (boundary.endsAfter(item.key(), item.weight())) {
      write();
    }
  }

  private void write() {
    Item.Child node = edit.write(level, pending);
    pending.clear();
    written = true;
    while (!opened.isEmpty() && opened.element().key().compareTo(node.key()) < 0) {
      above().remove(opened.remove().key());
    }
    Optional<ObjectId> replaced = Optional.empty();
    if (!opened.isEmpty() && opened.element().key().equals(node.key())) {
      replaced = Optional.of(opened.remove().id());
    }
    if (!replaced.equals(Optional.of(node.id()))) {
      above().put(node);
    }
  }

  /// The root, when all items of this level fit into one node. A single child needs no parent; if
  /// it was not just written, it may itself have only one child.
  private Item.Child root() {
    if (level == 0 || pending.size() > 1) {
      return edit.write(level, pending);
    }
    Item.Child only = (Item.Child) pending.getFirst();
    boolean fresh = lastPut.isPresent() && lastPut.get().equals(only);
    return fresh ? only : edit.withoutSingleParents(only, level - 1);
  }

  private LevelEditor<V> above() {
    if (above.isEmpty()) {
      above = Optional.of(new LevelEditor<>(edit, level + 1));
    }
    return above.get();
  }
}
