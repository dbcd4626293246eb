package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;

/// What a node is a sequence of: entries in a leaf, children in an inner node.
sealed interface Item {
  /// The entry's key, or the last key below the child.
  Bytes key();

  /// What it weighs when node boundaries are drawn. Independent of its neighbours, so shared
  /// prefixes of keys count in full.
  int weight();

  /// The number of entries.
  long count();

  /// The sum over the entries.
  Summary summary();

  /// An entry in its encoded form.
  record Slot(Bytes key, Cell cell, Summary summary) implements Item {
    private static final int OVERHEAD = 8;

    @Override
    public int weight() {
      return key.size() + cell.weight() + OVERHEAD;
    }

    @Override
    public long count() {
      return 1;
    }
  }

  /// A node below, and all that can be known of it without reading it.
  record Child(Bytes key, ObjectId id, long count, Summary summary) implements Item {
    /// An id, and about what a count and a summary take; fixed, so that only keys move boundaries.
    private static final int OVERHEAD = ObjectId.SIZE + 24;

    @Override
    public int weight() {
      return key.size() + OVERHEAD;
    }
  }
}
