package dev.tidelock.engine.sync;

import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.tree.Differences;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A node or a chunk of a large content.
///
/// @param content the content's root
/// @param id the node or chunk
/// @param offset where in the content it begins, in bytes
/// @param length its length in bytes; that of the longest chunk for a node
/// @param kind whether it is a node or a chunk
record ContentPart(ObjectId content, ObjectId id, long offset, int length, ObjectKind kind) {
  /// The root of a content.
  static ContentPart root(ObjectId content) {
    return new ContentPart(content, content, 0, RawObject.MAX_PAYLOAD, ObjectKind.SEQUENCE);
  }

  /// What a node is made of, in order.
  ///
  /// @param node this node
  List<ContentPart> below(RawObject node) {
    CborReader in = new CborReader(node.payload());
    int count = in.array();
    ObjectKind below = node.level() > 1 ? ObjectKind.SEQUENCE : ObjectKind.CHUNK;
    List<ContentPart> parts = new ArrayList<>(count);
    long start = offset;
    for (int i = 0; i < count; i++) {
      long size = in.integer();
      ObjectId part = node.references().strong().get(i);
      parts.add(
          new ContentPart(
              content, part, start, (int) Math.min(size, RawObject.MAX_PAYLOAD), below));
      start += size;
    }
    return parts;
  }

  /// Reads it, from the store or, a chunk, from where the disk shows the content.
  ///
  /// @throws ContentGoneException if it is no longer on the disk
  RawObject read(ProjectObjects objects, LargeContents large) {
    Optional<RawObject> here =
        objects.local().contains(id) ? Optional.of(objects.get(id)) : Optional.empty();
    return here.or(() -> kind == ObjectKind.CHUNK ? shown(large) : Optional.empty())
        .or(() -> objects.find(id))
        .orElseThrow(() -> new ContentGoneException(content, large.path(content)));
  }

  private Optional<RawObject> shown(LargeContents large) {
    return large.chunk(content, id, offset, length);
  }

  /// Copies large contents that one tree has and another lacks into the store: where a commit that
  /// stays names the tree's commit as its parent, the disk may show something else before it is
  /// sent. What was never here is another device's to keep.
  ///
  /// @throws ContentGoneException if one is on the disk no longer
  static void keepLacking(Stores stores, Entry.Directory mine, Entry.Directory theirs) {
    Differences differences = Differences.between(stores.trees, mine, theirs);
    List<Entry.Leaf> lacking = new ArrayList<>(differences.changed().values());
    lacking.addAll(differences.lost().values());
    for (Entry.Leaf leaf : lacking) {
      if (leaf instanceof Entry.File file && file.content() instanceof Content.Sequence sequence) {
        keep(stores, sequence.root());
      }
    }
  }

  private static void keep(Stores stores, ObjectId content) {
    try {
      readAll(stores, content, stores.objects);
    } catch (ContentGoneException gone) {
      if (stores.shows(content)) {
        throw gone;
      }
    }
  }

  /// Reads a whole content, nodes and chunks, into `sink`.
  ///
  /// @throws ContentGoneException if it is no longer on the disk
  static void readAll(Stores stores, ObjectId content, ObjectSink sink) {
    Set<ObjectId> seen = new HashSet<>();
    Deque<ContentPart> open = new ArrayDeque<>(List.of(root(content)));
    while (!open.isEmpty()) {
      ContentPart part = open.pop();
      if (seen.add(part.id())) {
        RawObject object = part.read(stores.objects, stores.large);
        if (object.kind() == ObjectKind.SEQUENCE) {
          part.below(object).reversed().forEach(open::push);
        }
        sink.put(object);
      }
    }
  }
}
