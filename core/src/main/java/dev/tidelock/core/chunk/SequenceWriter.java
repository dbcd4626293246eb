package dev.tidelock.core.chunk;

import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import java.util.ArrayList;
import java.util.List;

/// Builds the tree over a file's chunks as they come. A node ends after an item whose id says so,
/// one in [#MEAN], between [#MIN] and [#MAX] items, so that an inserted chunk rewrites one path and
/// not the rest of the list; the shape is a function of the chunks alone. One thread.
final class SequenceWriter {
  static final int MIN = 16;
  static final int MEAN = 64;
  static final int MAX = 256;

  private final ObjectSink nodes;
  private final List<Level> levels = new ArrayList<>();

  SequenceWriter(ObjectSink nodes) {
    this.nodes = nodes;
  }

  /// Appends a chunk of `length` bytes.
  void append(ObjectId chunk, long length) {
    add(0, chunk, length);
  }

  /// The root over everything appended, which must be two chunks or more.
  ObjectId finish() {
    for (int i = 0; ; i++) {
      Level level = levels.get(i);
      boolean top = i == levels.size() - 1;
      if (top && level.closed == 0 && level.items.size() > 1) {
        return level.write(i + 1);
      }
      if (top && level.closed == 0) {
        return level.items.getFirst().id();
      }
      if (!level.items.isEmpty()) {
        close(i);
      }
    }
  }

  private void add(int index, ObjectId id, long length) {
    if (index == levels.size()) {
      levels.add(new Level());
    }
    Level level = levels.get(index);
    level.items.add(new Item(id, length));
    if (level.items.size() == MAX || level.items.size() >= MIN && ends(id)) {
      close(index);
    }
  }

  private void close(int index) {
    Level level = levels.get(index);
    long length = level.items.stream().mapToLong(Item::length).sum();
    ObjectId node = level.write(index + 1);
    level.items.clear();
    level.closed++;
    add(index + 1, node, length);
  }

  private static boolean ends(ObjectId id) {
    return (id.bytes().get(0) & (MEAN - 1)) == 0;
  }

  private record Item(ObjectId id, long length) {}

  /// The open node of one level.
  private final class Level {
    private final List<Item> items = new ArrayList<>();
    private long closed;

    private ObjectId write(int height) {
      CborWriter out = new CborWriter().array(items.size());
      References.Builder references = new References.Builder();
      for (Item item : items) {
        out.integer(item.length());
        references.strong(item.id());
      }
      return nodes.put(
          new RawObject(ObjectKind.SEQUENCE, height, references.build(), out.toBytes()));
    }
  }
}
