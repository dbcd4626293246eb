package dev.tidelock.engine.sync;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.commit.TreeReferences;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// A walk over what commits stand on: their ancestors, their trees, and the contents in them, large
/// ones read from the disk. A tree is walked from below, and of what is not here whole nothing that
/// stands on it is visited; so whoever takes what is visited never has a part without what it
/// refers to. For where a [Closure], which is quicker, finds that something is missing. Not
/// recursive, so a deep tree costs no stack. Used once.
final class WholeTrees {
  private final LargeContents large;
  private final Function<ObjectId, Optional<RawObject>> here;
  private final Function<ObjectId, Optional<RawObject>> beyond;
  private final Predicate<ObjectId> cut;
  private final Visitor visitor;
  private final Set<ObjectId> whole = new HashSet<>();
  private final Set<ObjectId> lacking = new HashSet<>();
  private Optional<ObjectId> gone = Optional.empty();

  /// @param large where the chunks of large contents are
  /// @param here what is at hand
  /// @param beyond what is asked for an object that is neither at hand nor on the disk
  /// @param cut what not to visit, and not to look behind
  /// @param visitor takes the rest
  WholeTrees(
      LargeContents large,
      Function<ObjectId, Optional<RawObject>> here,
      Function<ObjectId, Optional<RawObject>> beyond,
      Predicate<ObjectId> cut,
      Visitor visitor) {
    this.large = large;
    this.here = here;
    this.beyond = beyond;
    this.cut = cut;
    this.visitor = visitor;
  }

  /// Visits a commit and its ancestors with their details, without their trees, and returns the
  /// commits: `head` first. What is not here is left out.
  List<RawObject> history(ObjectId head) {
    List<RawObject> commits = new ArrayList<>();
    Set<ObjectId> seen = new HashSet<>(Set.of(head));
    Deque<ObjectId> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      ObjectId id = open.poll();
      Optional<RawObject> found = find(id);
      if (found.isPresent()) {
        RawObject object = found.get();
        if (object.kind() == ObjectKind.COMMIT) {
          commits.add(object);
        }
        if (!cut.test(id)) {
          visitor.visit(id, object);
        }
        object.references().ancestor().stream().filter(seen::add).forEach(open::add);
      }
    }
    return commits;
  }

  /// Visits the tree of a commit, as far as it is here; whether that is all of it.
  boolean tree(RawObject commit) {
    return commit.references().strong().stream().allMatch(this::walk);
  }

  /// Visits an object and what it refers to, as far as that is here; whether that is all of it.
  boolean below(ObjectId id) {
    return walk(id);
  }

  /// What was found missing last, if anything was: an object, or a large content as a whole.
  Optional<ObjectId> gone() {
    return gone;
  }

  private Optional<RawObject> find(ObjectId id) {
    return here.apply(id).or(() -> beyond.apply(id));
  }

  private boolean walk(ObjectId top) {
    Deque<Frame> path = new ArrayDeque<>();
    enter(top, Said.NOTHING, path);
    while (!path.isEmpty()) {
      Frame frame = path.peek();
      if (frame.rest.hasNext()) {
        ObjectId next = frame.rest.next();
        enter(next, frame.chunks.contains(next) ? Said.CHUNK : Said.NOTHING, path);
      } else {
        path.pop();
        leave(frame);
      }
    }
    return !lacking.contains(top);
  }

  /// What an object that refers to another says of it.
  private enum Said {
    NOTHING,
    /// That it is a chunk. What is behind anything else is nobody's content.
    CHUNK
  }

  private void enter(ObjectId id, Said said, Deque<Frame> path) {
    if (whole.contains(id) || lacking.contains(id) || cut.test(id)) {
      return;
    }
    Optional<RawObject> found = find(id);
    if (found
        .filter(object -> said == Said.NOTHING || object.kind() == ObjectKind.CHUNK)
        .isEmpty()) {
      lacking.add(id);
      gone = Optional.of(id);
    } else if (found.get().kind() == ObjectKind.SEQUENCE) {
      content(id);
    } else {
      path.push(new Frame(id, found.get()));
    }
  }

  private void leave(Frame frame) {
    if (frame.object.references().strong().stream().anyMatch(lacking::contains)) {
      lacking.add(frame.id);
    } else if (whole.add(frame.id)) {
      visitor.visit(frame.id, frame.object);
    }
  }

  /// Visits one large content, nodes and chunks; whether all of it is here.
  boolean content(ObjectId root) {
    Deque<Frame> path = new ArrayDeque<>();
    enter(ContentPart.root(root), path);
    while (!path.isEmpty()) {
      Frame frame = path.peek();
      if (frame.parts.hasNext()) {
        enter(frame.parts.next(), path);
      } else {
        path.pop();
        leave(frame);
      }
    }
    if (lacking.contains(root)) {
      gone = Optional.of(root);
    }
    return !lacking.contains(root);
  }

  private void enter(ContentPart part, Deque<Frame> path) {
    if (whole.contains(part.id()) || lacking.contains(part.id()) || cut.test(part.id())) {
      return;
    }
    Optional<RawObject> found =
        here.apply(part.id()).or(() -> shown(part)).or(() -> beyond.apply(part.id()));
    if (found.isEmpty()) {
      lacking.add(part.id());
      return;
    }
    Frame frame = new Frame(part.id(), found.get());
    if (frame.object.kind() == ObjectKind.SEQUENCE) {
      frame.parts = part.below(frame.object).iterator();
    }
    path.push(frame);
  }

  private Optional<RawObject> shown(ContentPart part) {
    return part.kind() == ObjectKind.CHUNK
        ? large.chunk(part.content(), part.id(), part.offset(), part.length())
        : Optional.empty();
  }

  /// Takes what a walk meets.
  @FunctionalInterface
  interface Visitor {
    /// An object that is here with all that it refers to strongly, unless it is a commit.
    void visit(ObjectId id, RawObject object);
  }

  /// An object whose parts are being walked.
  private static final class Frame {
    private final ObjectId id;
    private final RawObject object;
    private final Iterator<ObjectId> rest;
    private final Set<ObjectId> chunks;
    private Iterator<ContentPart> parts = List.<ContentPart>of().iterator();

    private Frame(ObjectId id, RawObject object) {
      this.id = id;
      this.object = object;
      this.rest = object.references().strong().iterator();
      this.chunks = chunks(object);
    }

    /// What an object says is a chunk; nothing, if it cannot be read.
    private static Set<ObjectId> chunks(RawObject object) {
      if (object.kind() != ObjectKind.MAP && object.kind() != ObjectKind.ROWS) {
        return Set.of();
      }
      try {
        Set<ObjectId> chunks = new HashSet<>(object.references().strong());
        TreeReferences.structure(object).forEach(chunks::remove);
        return chunks;
      } catch (MalformedException unreadable) {
        return Set.of();
      }
    }
  }
}
