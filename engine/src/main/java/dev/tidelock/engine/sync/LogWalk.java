package dev.tidelock.engine.sync;

import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.merge.Renames;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.history.History;
import dev.tidelock.engine.tree.Trees;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/// Walks over commits, newest first.
final class LogWalk {
  private static final int SHORTEST = 4;

  private final History history;
  private final Trees trees;

  LogWalk(History history, Trees trees) {
    this.history = history;
    this.trees = trees;
  }

  /// The newest commits that can be reached from `head`, at most `limit`.
  List<LogEntry> entries(Optional<ObjectId> head, Optional<TreePath> path, int limit) {
    List<LogEntry> entries = new ArrayList<>();
    PriorityQueue<Place> open =
        new PriorityQueue<>(
            Comparator.comparingLong((Place place) -> history.commit(place.id()).time())
                .reversed()
                .thenComparing(Place::id));
    Set<ObjectId> seen = new HashSet<>();
    head.ifPresent(id -> open.add(new Place(id, path)));
    while (!open.isEmpty() && entries.size() < limit) {
      Place place = open.poll();
      if (!seen.add(place.id())) {
        continue;
      }
      Commit commit = history.commit(place.id());
      if (touches(commit, place)) {
        entries.add(new LogEntry(place.id(), commit));
      }
      for (int i = 0; i < commit.parents().size(); i++) {
        open.add(new Place(commit.parents().get(i), before(commit, i, place.path())));
      }
    }
    return entries;
  }

  /// The commit that a name means.
  Optional<ObjectId> find(Optional<ObjectId> head, String name) {
    if (name.equalsIgnoreCase("head")) {
      return head;
    }
    if (name.length() < SHORTEST) {
      return Optional.empty();
    }
    List<ObjectId> matching =
        entries(head, Optional.empty(), Integer.MAX_VALUE).stream()
            .map(LogEntry::id)
            .filter(id -> id.toString().startsWith(name.toLowerCase(Locale.ROOT)))
            .toList();
    return matching.size() == 1 ? Optional.of(matching.getFirst()) : Optional.empty();
  }

  private boolean touches(Commit commit, Place place) {
    if (place.path().isEmpty()) {
      return true;
    }
    Optional<Entry> here = entry(place.id(), place.path().get());
    if (commit.parents().isEmpty()) {
      return here.isPresent();
    }
    for (int i = 0; i < commit.parents().size(); i++) {
      TreePath then = before(commit, i, place.path()).orElseThrow();
      Optional<Entry> before = entry(commit.parents().get(i), then);
      if (then.equals(place.path().get()) && same(before, here)) {
        return false;
      }
    }
    return true;
  }

  private Optional<Entry> entry(ObjectId commit, TreePath path) {
    try {
      return trees.find(history.tree(commit), path);
    } catch (MissingObjectException _) {
      return Optional.empty();
    }
  }

  private static boolean same(Optional<Entry> one, Optional<Entry> other) {
    return one.isPresent() && other.isPresent()
        ? one.get().sameAs(other.get())
        : one.isEmpty() && other.isEmpty();
  }

  private static Optional<TreePath> before(Commit commit, int parent, Optional<TreePath> path) {
    return path.map(here -> Renames.of(commit.renames().get(parent)).inverted().apply(here));
  }

  private record Place(ObjectId id, Optional<TreePath> path) {}
}
