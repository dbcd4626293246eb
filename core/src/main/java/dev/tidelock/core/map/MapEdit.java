package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectSink;
import java.util.List;
import java.util.Optional;

/// One change of a map, from its old root to its new one: entries go in in ascending order, nodes
/// come out as soon as they are complete. A new map is a change of the empty one. One thread;
/// memory for a few nodes per level.
///
/// @param <V> the values of the map
final class MapEdit<V> {
  private final NodeCodec<V> codec;
  private final NodeReader<V> reader;
  private final ObjectSink sink;
  private final Optional<Item.Child> oldRoot;
  private final int oldLevel;
  private final LevelEditor<V> leaves;
  private Optional<Bytes> last = Optional.empty();

  private MapEdit(
      NodeCodec<V> codec,
      NodeReader<V> reader,
      ObjectSink sink,
      Optional<Item.Child> oldRoot,
      int oldLevel) {
    this.codec = codec;
    this.reader = reader;
    this.sink = sink;
    this.oldRoot = oldRoot;
    this.oldLevel = oldLevel;
    leaves = new LevelEditor<>(this, 0);
  }

  /// The making of a map out of nothing.
  static <V> MapEdit<V> create(NodeCodec<V> codec, ObjectSink sink) {
    NodeReader<V> nothing =
        new NodeReader<>(
            codec,
            id -> {
              throw new MissingObjectException(id);
            });
    return new MapEdit<>(codec, nothing, sink, Optional.empty(), 0);
  }

  /// A change of a map.
  ///
  /// @param oldRoot the old root as a parent would list it
  /// @param oldLevel the old root's level
  static <V> MapEdit<V> change(
      NodeCodec<V> codec, NodeReader<V> reader, ObjectSink sink, Item.Child oldRoot, int oldLevel) {
    return new MapEdit<>(codec, reader, sink, Optional.of(oldRoot), oldLevel);
  }

  /// Sets the value of a key that is greater than all before.
  void put(Bytes key, V value) {
    advance(key);
    leaves.put(codec.slot(key, value));
  }

  /// Removes the entry of a key that is greater than all before.
  void remove(Bytes key) {
    advance(key);
    leaves.remove(key);
  }

  /// The new root, after the last entry.
  Item.Child finish() {
    return leaves.finish();
  }

  NodeCodec<V> codec() {
    return codec;
  }

  NodeReader<V> reader() {
    return reader;
  }

  /// The old root, if there was a map.
  Optional<Item.Child> oldRoot() {
    return oldRoot;
  }

  int oldLevel() {
    return oldLevel;
  }

  /// A cursor over the old nodes of a level.
  NodeCursor<V> oldNodes(int level) {
    return oldRoot.isEmpty() || level > oldLevel
        ? NodeCursor.ended(reader)
        : NodeCursor.before(reader, oldRoot.get(), oldLevel);
  }

  /// Writes a node.
  Item.Child write(int level, List<Item> items) {
    return Node.listed(items, sink.put(codec.encode(level, items)));
  }

  /// What is left of an old node that became the only one of its level: the first node below it
  /// that has more than one child or is a leaf.
  Item.Child withoutSingleParents(Item.Child only, int level) {
    Item.Child child = only;
    for (int below = level; below > 0; below--) {
      List<? extends Item> items = reader.child(child, below).items();
      if (items.size() > 1) {
        break;
      }
      child = (Item.Child) items.getFirst();
    }
    return child;
  }

  private void advance(Bytes key) {
    if (last.isPresent() && last.get().compareTo(key) >= 0) {
      throw new IllegalArgumentException("keys must ascend: " + key + " after " + last.get());
    }
    last = Optional.of(key);
  }
}
