package dev.tidelock.core.map;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads the nodes of one map for one operation, and checks each against what its parent says of
/// it. Keeps the nodes met last: the passes over neighbouring levels meet the same inner nodes, and
/// who looks before an edit meets the leaf that is edited. One thread.
///
/// @param <V> the values of the map
final class NodeReader<V> {
  private static final int KEPT_INNER = 64;
  private static final int KEPT_LEAVES = 4;

  private final NodeCodec<V> codec;
  private final ObjectSource source;
  private final Map<ObjectId, Known<V>> inner = new Recent<>(KEPT_INNER);
  private final Map<ObjectId, Known<V>> leaves = new Recent<>(KEPT_LEAVES);

  /// A node that was read, and as its parent has to list it.
  private record Known<V>(Node<V> node, Item.Child listed) {}

  /// Those used last.
  private static final class Recent<V> extends LinkedHashMap<ObjectId, Known<V>> {
    private static final long serialVersionUID = 1L;

    private final int most;

    Recent(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<ObjectId, Known<V>> eldest) {
      return size() > most;
    }
  }

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
    kept(root.level()).put(id, new Known<>(root, root.listedAs(id)));
  }

  /// Reads the node that a parent lists.
  ///
  /// @throws MalformedException if the parent says anything of it that is not so
  Node<V> child(Item.Child child, int level) {
    Known<V> known = kept(level).computeIfAbsent(child.id(), this::read);
    if (known.node().level() != level || !known.listed().equals(child)) {
      throw new MalformedException("map node " + child.id() + " is not what its parent says");
    }
    return known.node();
  }

  private Known<V> read(ObjectId id) {
    Node<V> node = codec.decode(source.get(id));
    return new Known<>(node, node.listedAs(id));
  }

  private Map<ObjectId, Known<V>> kept(int level) {
    return level == 0 ? leaves : inner;
  }

  /// The key check and the encoding of the map.
  NodeCodec<V> codec() {
    return codec;
  }
}
