package dev.tidelock.engine.sync;

import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.object.RawObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// A walk over everything that commits stand on: their ancestors, their trees, and the contents in
/// them, large ones read from the disk. Not recursive, so a deep tree costs no stack. Used once.
final class Closure {
  private final ProjectObjects objects;
  private final LargeContents large;
  private final Predicate<ObjectId> cut;
  private final Visitor visitor;
  private final Set<ObjectId> seen = new HashSet<>();
  private final Deque<ObjectId> open = new ArrayDeque<>();

  /// @param objects where objects are
  /// @param large where the chunks of large contents are
  /// @param cut what not to visit, and not to look behind
  /// @param visitor takes the rest
  Closure(ProjectObjects objects, LargeContents large, Predicate<ObjectId> cut, Visitor visitor) {
    this.objects = objects;
    this.large = large;
    this.cut = cut;
    this.visitor = visitor;
  }

  /// Walks from `commit` over all its ancestors and all their trees.
  ///
  /// @throws ContentGoneException if a large content is no longer on the disk
  void walk(ObjectId commit) {
    open.push(commit);
    while (!open.isEmpty()) {
      ObjectId id = open.pop();
      if (cut.test(id) || !seen.add(id)) {
        continue;
      }
      Optional<RawObject> found = objects.find(id);
      if (found.isEmpty()) {
        visitor.pruned(id);
        continue;
      }
      RawObject object = found.get();
      if (object.kind() == ObjectKind.SEQUENCE) {
        seen.remove(id);
        content(id);
      } else {
        object.references().strong().forEach(open::push);
        object.references().ancestor().forEach(open::push);
        visitor.visit(id, object);
      }
    }
  }

  /// Reads one large content, nodes and chunks, into `sink`.
  ///
  /// @throws ContentGoneException if it is no longer on the disk
  static void contents(Stores stores, ObjectId root, ObjectSink sink) {
    Visitor visitor =
        new Visitor() {
          @Override
          public void visit(ObjectId id, RawObject object) {
            sink.put(object);
          }

          @Override
          public void pruned(ObjectId id) {
            throw new MissingObjectException(id);
          }
        };
    new Closure(stores.objects, stores.large, _ -> false, visitor).content(root);
  }

  /// The nodes and chunks of one large content, in order.
  private void content(ObjectId root) {
    Deque<Part> parts = new ArrayDeque<>();
    parts.push(new Part(root, 0, 0));
    while (!parts.isEmpty()) {
      Part part = parts.pop();
      if (cut.test(part.id()) || !seen.add(part.id())) {
        continue;
      }
      Optional<RawObject> here =
          objects.local().contains(part.id()) ? objects.find(part.id()) : Optional.empty();
      RawObject object =
          here.or(() -> large.chunk(root, part.id(), part.offset(), part.length()))
              .or(() -> objects.find(part.id()))
              .orElseThrow(() -> new ContentGoneException(root, large.path(root)));
      if (object.kind() == ObjectKind.SEQUENCE) {
        parts(object, part.offset()).reversed().forEach(parts::push);
      }
      visitor.visit(part.id(), object);
    }
  }

  private static List<Part> parts(RawObject node, long start) {
    CborReader in = new CborReader(node.payload());
    int count = in.array();
    List<Part> parts = new ArrayList<>(count);
    long offset = start;
    for (int i = 0; i < count; i++) {
      long length = in.integer();
      parts.add(
          new Part(
              node.references().strong().get(i),
              offset,
              (int) Math.min(length, RawObject.MAX_PAYLOAD)));
      offset += length;
    }
    return parts;
  }

  /// Takes what a walk meets.
  interface Visitor {
    /// An object, after nothing in particular.
    void visit(ObjectId id, RawObject object);

    /// An object that is nowhere: part of the tree of an old commit that is no longer kept.
    void pruned(ObjectId id);
  }

  private record Part(ObjectId id, long offset, int length) {}
}
