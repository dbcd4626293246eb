package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import java.util.List;

/// A decoded node of a map.
///
/// @param <V> the values of the map
sealed interface Node<V> {
  /// 0 for leaves, the height above the leaves for inner nodes.
  int level();

  /// The entries or children, strictly ascending by key.
  List<? extends Item> items();

  /// The last key; empty if the node is.
  default Bytes lastKey() {
    return items().isEmpty() ? Bytes.empty() : items().getLast().key();
  }

  /// This node as its parent would list it.
  default Item.Child listedAs(ObjectId id) {
    return listed(items(), id);
  }

  /// The index of the first item from `from` on whose key is `key` or greater; the number of items
  /// if there is none.
  default int indexFrom(int from, Bytes key) {
    int low = from;
    int high = items().size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (items().get(middle).key().compareTo(key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// A node of these items as its parent would list it.
  static Item.Child listed(List<? extends Item> items, ObjectId id) {
    long count = 0;
    Summary summary = Summary.ZERO;
    for (Item item : items) {
      count += item.count();
      if (count < 0) {
        throw new MalformedException("a map's entries are more than can be counted");
      }
      summary = summary.plus(item.summary());
    }
    return new Item.Child(
        items.isEmpty() ? Bytes.empty() : items.getLast().key(), id, count, summary);
  }

  /// A node of entries.
  ///
  /// @param items the entries as they are encoded
  /// @param values the entries' values, in the same order
  record Leaf<V>(List<Item.Slot> items, List<V> values) implements Node<V> {
    public Leaf {
      items = List.copyOf(items);
      values = List.copyOf(values);
    }

    @Override
    public int level() {
      return 0;
    }
  }

  /// A node of nodes.
  record Inner<V>(int level, List<Item.Child> items) implements Node<V> {
    public Inner {
      items = List.copyOf(items);
    }
  }
}
