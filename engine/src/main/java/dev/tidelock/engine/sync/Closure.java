package dev.tidelock.engine.sync;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.SealedObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The objects that a commit stands on and a remote may lack: a walk over its ancestors, their
/// trees and the contents in them, in windows, so that the remote can be asked about many at once.
///
/// It goes in step with what the remote stands on, as far as that is known here, level by level:
/// what both refer to is not looked at, so a small change costs what it changed. Where the two are
/// too different for that it goes depth first, and the remote's answers cut it short. Chunks of
/// large contents are not read until they are sent. Not recursive, so a deep tree costs no stack.
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
    Part first = new Part(head, head, Optional.empty());
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

  /// Reads an object of a window, in the envelope that it has here or else in a new one.
  ///
  /// @throws ContentGoneException if it is of a large content that is no longer on the disk
  SealedObject read(Part part, EnvelopeCodec envelopes) {
    return part.content()
        .map(piece -> envelopes.seal(piece.read(objects, large)))
        .orElseGet(() -> objects.local().sealed(part.id()));
  }

  private void expand(Step step, List<Part> window) {
    List<Part> below = new ArrayList<>();
    for (Part part : step.mine()) {
      if (!cut.contains(part.id()) && !step.theirs().contains(part.id()) && seen.add(part.id())) {
        expand(part, step, window, below);
      }
    }
    Set<ObjectId> beside = below.isEmpty() ? Set.of() : belowTheirs(step.theirs());
    Set<ObjectId> mine = below.stream().map(Part::id).collect(Collectors.toSet());
    below.removeIf(part -> beside.contains(part.id()));
    push(below, beside.stream().filter(id -> !mine.contains(id)).collect(Collectors.toSet()));
  }

  private void expand(Part part, Step step, List<Part> window, List<Part> below) {
    if (part.content().filter(piece -> piece.kind() == ObjectKind.CHUNK).isPresent()) {
      window.add(part);
      return;
    }
    if (!objects.local().contains(part.id())) {
      return;
    }
    window.add(part);
    RawObject object = objects.local().get(part.id());
    if (object.kind() == ObjectKind.SEQUENCE) {
      ContentPart node = part.content().orElseGet(() -> ContentPart.root(part.id()));
      node.below(object)
          .forEach(piece -> below.add(new Part(piece.id(), part.id(), Optional.of(piece))));
      return;
    }
    object
        .references()
        .strong()
        .forEach(id -> below.add(new Part(id, part.id(), Optional.empty())));
    for (ObjectId parent : object.references().ancestor()) {
      Part commit = new Part(parent, part.id(), Optional.empty());
      open.push(new Step(List.of(commit), step.theirs()));
    }
  }

  /// In step where that is narrow, else one after the other.
  private void push(List<Part> below, Set<ObjectId> beside) {
    if (!beside.isEmpty() && beside.size() <= WINDOW && below.size() <= WINDOW) {
      open.push(new Step(below, beside));
    } else {
      below.reversed().forEach(part -> open.push(new Step(List.of(part), Set.of())));
    }
  }

  /// What the remote's objects refer to. Those that cannot be read here are left out: what they
  /// share with ours is asked about instead.
  private Set<ObjectId> belowTheirs(Set<ObjectId> theirs) {
    Set<ObjectId> below = new HashSet<>();
    theirs.forEach(id -> below.addAll(readable(id)));
    return below;
  }

  private List<ObjectId> readable(ObjectId id) {
    try {
      return objects.local().contains(id)
          ? objects.local().get(id).references().strong()
          : List.of();
    } catch (MalformedException | MissingObjectException _) {
      return List.of();
    }
  }

  /// An object that the remote may lack.
  ///
  /// @param id its id
  /// @param above the object that led to it
  /// @param content where it belongs to, if it is known to be part of a large content
  record Part(ObjectId id, ObjectId above, Optional<ContentPart> content) {}

  /// Objects to look at, and the remote's objects at the same depth.
  private record Step(List<Part> mine, Set<ObjectId> theirs) {}
}
