package dev.tidelock.core.chunk;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// The chunks of a file in order, read from its tree as they are asked for. Checks that lengths and
/// levels agree on the way: a lying tree is a [MalformedException] before any byte of it is used,
/// and never costs more memory than one path of it.
public final class ContentChunks implements Iterator<ContentChunks.Chunk> {
  private final ObjectSource source;
  private final Deque<Item> stack = new ArrayDeque<>();
  private long offset;

  private ContentChunks(ObjectSource source) {
    this.source = source;
  }

  /// The chunks of a file whose content is not inline.
  public static ContentChunks of(Entry.File file, ObjectSource source) {
    ContentChunks chunks = new ContentChunks(source);
    switch (file.content()) {
      case Content.Inline _ -> {}
      case Content.Single single -> chunks.stack.push(new Item(single.chunk(), file.size(), 0));
      case Content.Sequence sequence -> {
        RawObject root = chunks.node(sequence.root());
        chunks.expand(root, file.size());
      }
    }
    return chunks;
  }

  @Override
  public boolean hasNext() {
    return !stack.isEmpty();
  }

  @Override
  public Chunk next() {
    if (stack.isEmpty()) {
      throw new NoSuchElementException();
    }
    Item item = stack.pop();
    while (item.level() > 0) {
      RawObject node = node(item.id());
      if (node.level() != item.level()) {
        throw new MalformedException("sequence node " + item.id() + " has the wrong level");
      }
      expand(node, item.length());
      item = stack.pop();
    }
    Chunk chunk = new Chunk(item.id(), offset, (int) item.length());
    offset += item.length();
    return chunk;
  }

  private RawObject node(ObjectId id) {
    RawObject node = source.get(id);
    if (node.kind() != ObjectKind.SEQUENCE || node.level() == 0) {
      throw new MalformedException("expected a sequence node, found a " + node.kind());
    }
    return node;
  }

  private void expand(RawObject node, long expected) {
    CborReader in = new CborReader(node.payload());
    int count = in.array();
    List<ObjectId> ids = node.references().strong();
    boolean oneEach = count == ids.size() && count == node.references().size();
    if (count == 0 || count > SequenceWriter.MAX || !oneEach) {
      throw new MalformedException("a sequence node has 1 to 256 items, each with a length");
    }
    List<Item> items = new ArrayList<>(count);
    long total = 0;
    for (int i = 0; i < count; i++) {
      long length = in.integer();
      int level = node.level() - 1;
      if (length <= 0
          || length > expected - total
          || level == 0 && length > RawObject.MAX_PAYLOAD) {
        throw new MalformedException("a sequence node claims an item of " + length + " bytes");
      }
      total += length;
      items.add(new Item(ids.get(i), length, level));
    }
    in.finish();
    if (total != expected) {
      throw new MalformedException(
          "a sequence node holds " + total + " bytes where " + expected + " were announced");
    }
    for (Item item : items.reversed()) {
      stack.push(item);
    }
  }

  /// One chunk in its place.
  ///
  /// @param id the chunk's object
  /// @param offset where in the file it begins
  /// @param length how many bytes it has
  public record Chunk(ObjectId id, long offset, int length) {}

  private record Item(ObjectId id, long length, int level) {}
}
