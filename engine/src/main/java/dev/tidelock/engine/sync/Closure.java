package dev.tidelock.engine.sync;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.EnvelopeHeader;
import dev.tidelock.engine.store.ReferencePairs;
import dev.tidelock.engine.store.SealedObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The objects that a commit stands on and a remote may lack: a walk over its ancestors, their
/// trees and the contents in them, in windows, so that the remote can be asked about many at once.
///
/// It goes in step with what the remote stands on, as far as that is known here, level by level:
/// what both refer to is not looked at, so a small change costs what it changed. Where the two are
/// too different for that it goes depth first, and the remote's answers cut it short. Chunks of
/// large contents are not read until they are sent. Of an object that stands where the remote has
/// another version of it, it tells which that is. Not recursive, so a deep tree costs no stack.
/// Used once.
final class Closure {
  /// How many objects make a window, and how wide the walk in step may become.
  static final int WINDOW = 4096;

  private final ProjectObjects objects;
  private final LargeContents large;
  private final Set<ObjectId> cut;
  private final Set<ObjectId> seen = new HashSet<>();
  private final Deque<Step> open = new ArrayDeque<>();

  /// @param objects where objects are
  /// @param large where the chunks of large contents are
  /// @param head the commit to walk from
  /// @param beside a commit that the remote has whole, if there is one
  /// @param cut commits that the remote has, and their ancestors with them
  Closure(
      ProjectObjects objects,
      LargeContents large,
      ObjectId head,
      Optional<ObjectId> beside,
      Set<ObjectId> cut) {
    this.objects = objects;
    this.large = large;
    this.cut = cut;
    Part first = new Part(head, head, Optional.empty(), beside);
    open.push(new Step(List.of(first), beside.map(Set::of).orElseGet(Set::of)));
  }

  /// The next objects that the remote may lack; none if that was all. Objects that are nowhere are
  /// left out: they belong to the tree of an old commit that is no longer kept.
  List<Part> next() {
    List<Part> window = new ArrayList<>();
    while (window.size() < WINDOW && !open.isEmpty()) {
      expand(open.pop(), window);
    }
    return window;
  }

  /// Whether there is no further window.
  boolean isAtEnd() {
    return open.isEmpty();
  }

  /// Takes notice that the remote has objects of the latest window whole: what is below them is not
  /// looked at.
  void skipBelow(Set<ObjectId> whole) {
    if (whole.isEmpty()) {
      return;
    }
    List<Step> kept = new ArrayList<>();
    for (Step step : open) {
      List<Part> rest = step.mine().stream().filter(part -> !whole.contains(part.above())).toList();
      if (!rest.isEmpty()) {
        kept.add(new Step(rest, step.theirs()));
      }
    }
    open.clear();
    open.addAll(kept);
  }

  /// What the remote has in place of an object of a window: the other version and the object, if
  /// both can be read here. Chunks are sent whole.
  Optional<Versions> versions(Part part) {
    Optional<ObjectId> base = part.base().filter(_ -> !part.isChunk());
    Optional<RawObject> now = base.flatMap(_ -> readable(part.id()));
    return now.filter(object -> object.kind() != ObjectKind.CHUNK)
        .flatMap(object ->
            base.flatMap(this::readable).map(before -> new Versions(object, base.get(), before)));
  }

  /// Reads an object of a window, in the envelope that it has here or else in a new one.
  ///
  /// @throws ContentGoneException if it is of a large content that is no longer on the disk
  SealedObject read(Part part, EnvelopeCodec envelopes) {
    return part.content()
        .map(piece -> envelopes.seal(piece.read(objects, large)))
        .orElseGet(() -> objects.local().sealed(part.id()));
  }

  private void expand(Step step, List<Part> window) {
    Below below = new Below(new ArrayList<>(), new ArrayList<>());
    for (Part part : step.mine()) {
      if (!cut.contains(part.id()) && !step.theirs().contains(part.id()) && seen.add(part.id())) {
        expand(part, step, window, below);
      }
    }
    List<Part> parts = below.parts();
    ReferencePairs pairs = pair(below.referring());
    for (Referring each : below.referring()) {
      parts.addAll(changed(each, pairs));
    }
    Set<ObjectId> beside = parts.isEmpty() ? new HashSet<>() : belowTheirs(step.theirs(), pairs);
    List<Part> unknown = parts.stream().filter(part -> !beside.contains(part.id())).toList();
    parts.forEach(part -> beside.remove(part.id()));
    push(unknown, beside);
  }

  private void expand(Part part, Step step, List<Part> window, Below below) {
    if (part.isChunk()) {
      window.add(part);
      return;
    }
    // What is sent is opened then, so that it is enough to know what it refers to.
    Optional<EnvelopeHeader> header = objects.local().header(part.id());
    if (header.isEmpty()) {
      return;
    }
    window.add(part);
    if (header.get().kind() == ObjectKind.SEQUENCE) {
      RawObject object = objects.local().get(part.id());
      ContentPart node = part.content().orElseGet(() -> ContentPart.root(part.id()));
      node.below(object)
          .forEach(piece ->
              below
                  .parts()
                  .add(new Part(piece.id(), part.id(), Optional.of(piece), Optional.empty())));
      return;
    }
    References references = header.get().references();
    below.referring().add(new Referring(part, references.strong()));
    for (ObjectId parent : references.ancestor()) {
      Part commit = new Part(parent, part.id(), Optional.empty(), part.base());
      open.push(new Step(List.of(commit), step.theirs()));
    }
  }

  /// Finds what the remote most likely has in place of what some objects of a level refer to, from
  /// the order of all references of the level together: many of its objects may have changed, and
  /// one that came or went would put out the order below each that follows.
  private ReferencePairs pair(List<Referring> level) {
    List<ObjectId> mine = new ArrayList<>();
    Set<ObjectId> bases = new LinkedHashSet<>();
    for (Referring each : level) {
      mine.addAll(each.strong());
      each.part().base().ifPresent(bases::add);
    }
    List<ObjectId> theirs = new ArrayList<>();
    bases.forEach(base -> theirs.addAll(referencesOf(base)));
    return ReferencePairs.of(mine, theirs);
  }

  /// What an object refers to and its other version, which the remote has, does not.
  private static List<Part> changed(Referring object, ReferencePairs pairs) {
    List<Part> parts = new ArrayList<>();
    for (ObjectId id : object.strong()) {
      if (!pairs.isThere(id)) {
        Optional<ObjectId> base = Optional.ofNullable(pairs.bases().get(id));
        parts.add(new Part(id, object.part().id(), Optional.empty(), base));
      }
    }
    return parts;
  }

  /// In step where that is narrow, else one after the other.
  private void push(List<Part> below, Set<ObjectId> beside) {
    if (!beside.isEmpty() && beside.size() <= WINDOW && below.size() <= WINDOW) {
      open.push(new Step(below, beside));
    } else {
      below.reversed().forEach(part -> open.push(new Step(List.of(part), Set.of())));
    }
  }

  /// What the remote's objects refer to, but for what ours do, too. Those that cannot be read here
  /// are left out: what they share with ours is asked about instead.
  private Set<ObjectId> belowTheirs(Set<ObjectId> theirs, ReferencePairs pairs) {
    Set<ObjectId> below = new HashSet<>();
    for (ObjectId each : theirs) {
      for (ObjectId id : referencesOf(each)) {
        if (!pairs.isShared(id)) {
          below.add(id);
        }
      }
    }
    return below;
  }

  private List<ObjectId> referencesOf(ObjectId id) {
    return readable(id).map(object -> object.references().strong()).orElseGet(List::of);
  }

  private Optional<RawObject> readable(ObjectId id) {
    try {
      return objects.here(id);
    } catch (MalformedException | MissingObjectException _) {
      return Optional.empty();
    }
  }

  /// An object that the remote may lack.
  ///
  /// @param id its id
  /// @param above the object that led to it
  /// @param content where it belongs to, if it is known to be part of a large content
  /// @param base what the remote most likely has in its place
  record Part(ObjectId id, ObjectId above, Optional<ContentPart> content, Optional<ObjectId> base) {
    private boolean isChunk() {
      return content.filter(piece -> piece.kind() == ObjectKind.CHUNK).isPresent();
    }
  }

  /// An object, and what the remote has in its place.
  ///
  /// @param now the object
  /// @param id the id of the other version
  /// @param before the other version
  record Versions(RawObject now, ObjectId id, RawObject before) {}

  /// What is below some objects.
  ///
  /// @param parts parts of large contents
  /// @param referring the other objects, with what they refer to
  private record Below(List<Part> parts, List<Referring> referring) {}

  /// An object with what it refers to.
  private record Referring(Part part, List<ObjectId> strong) {}

  /// Objects to look at, and the remote's objects at the same depth.
  private record Step(List<Part> mine, Set<ObjectId> theirs) {}
}
