package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.object.ObjectSource;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An ordered map from keys to values that is named by its root: equal maps have equal roots, on
/// every machine and however they came to be, and two maps that differ little share most of their
/// nodes. How nodes are cut is described in `docs/design/merkle-map.md`.
///
/// Immutable, and safe for use by any thread as far as its source is; the iterators it returns are
/// for one thread each. Nodes are read when they are needed, so every method but [#root] and [#at]
/// may throw what the source throws ([MissingObjectException] first of all), and
/// [MalformedException] if a node is not what it claims to be.
///
/// @param <V> the values, compared by `equals`
public final class MerkleMap<V> implements Iterable<Map.Entry<Bytes, V>> {
  private final ObjectId root;
  private final Optional<Summary> expected;
  private final NodeCodec<V> codec;
  private final ObjectSource source;
  private volatile @Nullable Node<V> rootNode;
  private volatile Item.@Nullable Child totals;

  private MerkleMap(
      ObjectId root, Optional<Summary> expected, NodeCodec<V> codec, ObjectSource source) {
    this.root = root;
    this.expected = expected;
    this.codec = codec;
    this.source = source;
  }

  private MerkleMap(Item.Child root, NodeCodec<V> codec, ObjectSource source) {
    this(root.id(), Optional.empty(), codec, source);
    totals = root;
  }

  /// The map with this root. Reads nothing yet.
  public static <V> MerkleMap<V> at(ObjectId root, MapFormat<V> format, ObjectSource source) {
    return new MerkleMap<>(root, Optional.empty(), new NodeCodec<>(format), source);
  }

  /// The map with this root, of which somebody said what it holds: it is malformed if that is not
  /// so. Reads nothing yet.
  public static <V> MerkleMap<V> at(
      ObjectId root, Summary expected, MapFormat<V> format, ObjectSource source) {
    return new MerkleMap<>(root, Optional.of(expected), new NodeCodec<>(format), source);
  }

  /// The map without entries, which is written to the sink.
  public static <V> MerkleMap<V> empty(MapFormat<V> format, ObjectSource source, ObjectSink sink) {
    return build(Collections.emptyIterator(), format, source, sink);
  }

  /// Makes a map out of its entries. Writes nodes as soon as they are complete, children before
  /// parents, and holds a few nodes per level in memory.
  ///
  /// @param entries the entries, strictly ascending by key
  /// @param source where the map will be read from: it has, by then, what the sink took
  /// @throws IllegalArgumentException if the keys do not ascend
  public static <V> MerkleMap<V> build(
      Iterator<? extends Map.Entry<Bytes, V>> entries,
      MapFormat<V> format,
      ObjectSource source,
      ObjectSink sink) {
    NodeCodec<V> codec = new NodeCodec<>(format);
    return new MerkleMap<>(written(entries, codec, sink), codec, source);
  }

  /// The id of the root node, which names the map.
  public ObjectId root() {
    return root;
  }

  /// The number of entries.
  public long size() {
    return totals().count();
  }

  /// Whether there is no entry.
  public boolean isEmpty() {
    return size() == 0;
  }

  /// The sum of what the values are.
  public Summary summary() {
    return totals().summary();
  }

  /// The value of a key. Reads one node per level.
  public Optional<V> get(Bytes key) {
    Node<V> node = rootNode();
    NodeReader<V> reader = new NodeReader<>(codec, source);
    while (true) {
      int index = node.indexFrom(0, key);
      if (index == node.items().size()) {
        return Optional.empty();
      }
      switch (node) {
        case Node.Leaf<V> leaf -> {
          boolean found = leaf.items().get(index).key().equals(key);
          return found ? Optional.of(leaf.values().get(index)) : Optional.empty();
        }
        case Node.Inner<V> inner ->
            node = reader.child(inner.items().get(index), inner.level() - 1);
      }
    }
  }

  /// The values of keys that are asked for in ascending order, read as they are.
  public MapLookup<V> lookup() {
    return new MapLookup<>(cursor());
  }

  /// The entries in the order of keys, read as the iterator advances.
  @Override
  public Iterator<Map.Entry<Bytes, V>> iterator() {
    return from(Bytes.empty());
  }

  /// The entries whose key is `key` or greater, in the order of keys, read as the iterator
  /// advances.
  public Iterator<Map.Entry<Bytes, V>> from(Bytes key) {
    return new MapScan<>(cursor(), key);
  }

  /// The entries that count as conflicts, in the order of keys, read as the iterator advances: only
  /// nodes below which there are some.
  public Iterator<Map.Entry<Bytes, V>> conflicts() {
    return new ConflictScan<>(cursor());
  }

  /// This map with some entries set and some removed; removing a key that is not there changes
  /// nothing. Reads and writes the nodes that hold the keys, their ancestors, and now and then a
  /// neighbour; all other nodes are shared unread.
  ///
  /// @param edits for each key the new value, or nothing to remove it; in the natural order of keys
  /// @param sink takes the new nodes, children before parents; this map's source has them by the
  ///   time the result is read
  public MerkleMap<V> mutate(SortedMap<Bytes, Optional<V>> edits, ObjectSink sink) {
    return mutate(edits.entrySet().iterator(), sink);
  }

  /// The same, with edits that are taken as they come.
  ///
  /// @param edits strictly ascending by key
  /// @throws IllegalArgumentException if the keys do not ascend
  public MerkleMap<V> mutate(
      Iterator<? extends Map.Entry<Bytes, Optional<V>>> edits, ObjectSink sink) {
    return mutate(_ -> edits, sink);
  }

  /// The same, with edits that follow from what is there.
  ///
  /// @param look gives the edits, strictly ascending by key; may look at values of this map until
  ///   it has given the last
  public MerkleMap<V> mutate(
      Function<MapLookup<V>, Iterator<? extends Map.Entry<Bytes, Optional<V>>>> look,
      ObjectSink sink) {
    NodeReader<V> reader = reader();
    MapEdit<V> edit = MapEdit.change(codec, reader, sink, totals(), rootNode().level());
    Iterator<? extends Map.Entry<Bytes, Optional<V>>> edits =
        look.apply(new MapLookup<>(cursor(reader)));
    while (edits.hasNext()) {
      Map.Entry<Bytes, Optional<V>> next = edits.next();
      Bytes key = next.getKey();
      next.getValue().ifPresentOrElse(value -> edit.put(key, value), () -> edit.remove(key));
    }
    Item.Child newRoot = edit.finish();
    return newRoot.id().equals(root) ? this : new MerkleMap<>(newRoot, codec, source);
  }

  /// The changes that lead from this map to another of the same format, in the order of keys, found
  /// as the iterator advances. Reads a number of nodes proportional to what differs.
  public Iterator<Change<V>> diff(MerkleMap<V> after) {
    return root.equals(after.root)
        ? Collections.emptyIterator()
        : new MapDiff<>(cursor(), after.cursor());
  }

  /// A number that no change exceeds: how many entries of this map the other one lacks or has
  /// otherwise. Counts all of a leaf's if one of them may be, and so reads no leaf.
  public long atMostChanged(MerkleMap<V> after) {
    return root.equals(after.root) ? 0 : LeafDiff.count(cursor(), after.cursor());
  }

  /// Merges what two sides made of this map. Reads and writes a number of nodes proportional to
  /// what the side with fewer changes changed; subtrees that only one side changed are taken whole.
  ///
  /// @param decision decides keys that both changed; called in the order of keys
  /// @param sink takes the new nodes, as in [#mutate]
  public MerkleMap<V> merge(
      MerkleMap<V> first, MerkleMap<V> second, EntryMerge<V> decision, ObjectSink sink) {
    if (first.root.equals(second.root) || second.root.equals(root)) {
      return first;
    }
    if (first.root.equals(root)) {
      return second;
    }
    if (MapMerge.isShorter(diff(first), diff(second))) {
      return second.mutate(
          new MapMerge<>(diff(first), new ChangeLookup<>(cursor(), second.cursor()), decision),
          sink);
    }
    EntryMerge<V> turned = (key, base, one, other) -> decision.merge(key, base, other, one);
    return first.mutate(
        new MapMerge<>(diff(second), new ChangeLookup<>(cursor(), first.cursor()), turned), sink);
  }

  /// Reads the whole map and checks what single nodes cannot tell: that its root is the one that
  /// its entries and the format give.
  ///
  /// @param identity returns an object's id, as the sink did that the map was written to; need not
  ///   keep it
  /// @throws MalformedException if the root is another
  public void verify(ObjectSink identity) {
    if (!written(iterator(), codec, identity).id().equals(root)) {
      throw new MalformedException("map " + root + " is not cut as its entries require");
    }
  }

  @Override
  public String toString() {
    return "map " + root;
  }

  private static <V> Item.Child written(
      Iterator<? extends Map.Entry<Bytes, V>> entries, NodeCodec<V> codec, ObjectSink sink) {
    MapEdit<V> edit = MapEdit.create(codec, sink);
    while (entries.hasNext()) {
      Map.Entry<Bytes, V> entry = entries.next();
      edit.put(entry.getKey(), entry.getValue());
    }
    return edit.finish();
  }

  private NodeCursor<V> cursor() {
    return cursor(reader());
  }

  private NodeCursor<V> cursor(NodeReader<V> reader) {
    return NodeCursor.before(reader, totals(), rootNode().level());
  }

  private NodeReader<V> reader() {
    NodeReader<V> reader = new NodeReader<>(codec, source);
    reader.keep(root, rootNode());
    return reader;
  }

  private Node<V> rootNode() {
    Node<V> known = rootNode;
    if (known == null) {
      known = new NodeReader<>(codec, source).root(root);
      check(known);
      rootNode = known;
    }
    return known;
  }

  private void check(Node<V> node) {
    if (expected.isPresent() && !node.listedAs(root).summary().equals(expected.get())) {
      throw new MalformedException("map " + root + " does not hold what was said of it");
    }
  }

  private Item.Child totals() {
    Item.Child known = totals;
    if (known == null) {
      known = rootNode().listedAs(root);
      totals = known;
    }
    return known;
  }
}
