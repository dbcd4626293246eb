package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import java.util.ArrayList;
import java.util.List;

/// The encoding of nodes, described in `docs/design/merkle-map.md`: one flat array, for each item
/// of it how much of the previous key its key shares, the rest of its key, and then a leaf's value
/// or a child's count and summary. A child takes one strong reference.
///
/// A decoded node is one that the boundary rule could have made: its keys ascend, and it does not
/// go on where it should have ended. That also bounds what a hostile node can make a reader
/// allocate: to a small multiple of [Boundary#MAX], or of the size of the one heavy value.
///
/// @param <V> the values of the map
final class NodeCodec<V> {
  private static final int LEAF_PARTS = 3;
  private static final int INNER_PARTS = 4;

  private final MapFormat<V> format;

  NodeCodec(MapFormat<V> format) {
    this.format = format;
  }

  /// The entry in its encoded form.
  Item.Slot slot(Bytes key, V value) {
    format.checkKey(key);
    return new Item.Slot(key, format.codec().encode(value), format.codec().summary(value));
  }

  /// The rule for the nodes of a level, before the first node.
  Boundary boundary(int level) {
    return format.boundary(level);
  }

  /// The node of a level that holds these items.
  RawObject encode(int level, List<Item> items) {
    CborWriter out = new CborWriter();
    References.Builder references = new References.Builder();
    out.array(items.size() * (level == 0 ? LEAF_PARTS : INNER_PARTS));
    Bytes previous = Bytes.empty();
    for (Item item : items) {
      int shared = sharedPrefix(previous, item.key());
      out.integer(shared).bytes(item.key().slice(shared, item.key().size()));
      previous = item.key();
      switch (item) {
        case Item.Slot slot -> {
          out.item(slot.cell().template());
          references.all(slot.cell().references());
        }
        case Item.Child child -> {
          out.integer(child.count());
          child.summary().write(out);
          references.strong(child.id());
        }
      }
    }
    return new RawObject(format.kind(), level, references.build(), out.toBytes());
  }

  /// Reads a node.
  ///
  /// @throws MalformedException if the object is anything that [#encode] cannot have made
  Node<V> decode(RawObject object) {
    if (object.kind() != format.kind()) {
      throw new MalformedException(
          "expected a map's node, a " + format.kind() + ", found a " + object.kind());
    }
    CborReader in = new CborReader(object.payload());
    References.Cursor references = new References.Cursor(object.references());
    Node<V> node =
        object.level() == 0
            ? decodeLeaf(object.payload(), in, references)
            : decodeInner(object.level(), in, references);
    in.finish();
    references.finish();
    return node;
  }

  private Node<V> decodeLeaf(Bytes payload, CborReader in, References.Cursor references) {
    int count = length(in, LEAF_PARTS);
    NodeChecker checker = new NodeChecker(format.boundary(0));
    List<Item.Slot> slots = new ArrayList<>();
    List<V> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Bytes key = checker.key(in);
      format.checkKey(key);
      int start = in.position();
      V value = format.codec().decode(in, references);
      Cell cell = new Cell(payload.slice(start, in.position()), references.handedOut());
      Item.Slot slot = new Item.Slot(key, cell, format.codec().summary(value));
      checker.item(slot);
      slots.add(slot);
      values.add(value);
    }
    return new Node.Leaf<>(slots, values);
  }

  private Node<V> decodeInner(int level, CborReader in, References.Cursor references) {
    int count = length(in, INNER_PARTS);
    if (count == 0) {
      throw new MalformedException("a map's inner node has at least one child");
    }
    NodeChecker checker = new NodeChecker(format.boundary(level));
    List<Item.Child> children = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Bytes key = checker.key(in);
      long entries = in.integer();
      if (entries < 1) {
        throw new MalformedException("a map's inner node has a child without entries");
      }
      Item.Child child = new Item.Child(key, references.strong(), entries, Summary.read(in));
      checker.item(child);
      children.add(child);
    }
    return new Node.Inner<>(level, children);
  }

  private static int length(CborReader in, int parts) {
    int length = in.array();
    if (length % parts != 0) {
      throw new MalformedException("a map's node ends within an item");
    }
    return length / parts;
  }

  private static int sharedPrefix(Bytes previous, Bytes key) {
    int limit = Math.min(previous.size(), key.size());
    int shared = 0;
    while (shared < limit && previous.get(shared) == key.get(shared)) {
      shared++;
    }
    return shared;
  }
}
