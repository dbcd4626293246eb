package dev.tidelock.core.map;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads the nodes of one map for one operation, and checks each against what its parent says of
/// it. Keeps the inner nodes met last, because the passes over neighbouring levels meet the same
/// ones. One thread.
///
/// @param <V> the values of the map
final class NodeReader<V> {
  private static final int KEPT = 64;

  private final NodeCodec<V> codec;
  private final ObjectSource source;
  private final Map<ObjectId, Node<V>> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectId, Node<V>> eldest) {
          return size() > KEPT;
        }
      };

  NodeReader(NodeCodec<V> codec, ObjectSource source) {
    this.codec = codec;
    this.source = source;
  }

  /// Reads a root: an empty leaf and a leaf with one entry may be one, an inner node with one child
  /// may not.
  Node<V> root(ObjectId id) {
    Node<V> node = codec.decode(source.get(id));
    if (node.level() > 0 && node.items().size() < 2) {
      throw new MalformedException("map " + id + " has a root with a single child");
    }
    return node;
  }

  /// Makes a root known that was read before.
  void keep(ObjectId id, Node<V> root) {
    kept.put(id, root);
  }

  /// Reads the node that a parent lists.
  ///
  /// @throws MalformedException if the parent says anything of it that is not so
  Node<V> child(Item.Child child, int level) {
    Node<V> known = kept.get(child.id());
    Node<V> node = known == null ? codec.decode(source.get(child.id())) : known;
    if (node.level() != level || !node.listedAs(child.id()).equals(child)) {
      throw new MalformedException("map node " + child.id() + " is not what its parent says");
    }
    if (known == null && level > 0) {
      kept.put(child.id(), node);
    }
    return node;
  }

  /// The key check and the encoding of the map.
  NodeCodec<V> codec() {
    return codec;
  }
}
