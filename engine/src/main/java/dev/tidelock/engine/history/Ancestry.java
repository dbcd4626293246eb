package dev.tidelock.engine.history;

import dev.tidelock.core.object.ObjectId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Questions about the graph of commits: who descends from whom, and from where two histories went
/// apart. Uses nothing but parents: times in commits prove nothing.
public final class Ancestry {
  private final Function<ObjectId, List<ObjectId>> parents;

  /// @param parents a commit's parents
  public Ancestry(Function<ObjectId, List<ObjectId>> parents) {
    this.parents = parents;
  }

  /// Whether `descendant` is `ancestor` or was made from it.
  public boolean isAncestor(ObjectId ancestor, ObjectId descendant) {
    Deque<ObjectId> open = new ArrayDeque<>(List.of(descendant));
    Set<ObjectId> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      ObjectId id = open.poll();
      if (id.equals(ancestor)) {
        return true;
      }
      for (ObjectId parent : parents.apply(id)) {
        if (seen.add(parent)) {
          open.add(parent);
        }
      }
    }
    return false;
  }

  /// The common ancestors of two commits that are no ancestors of each other, in order of id.
  public List<ObjectId> of(ObjectId one, ObjectId other) {
    Set<ObjectId> common = ancestors(one);
    common.retainAll(ancestors(other));
    Set<ObjectId> behind = new HashSet<>();
    for (ObjectId id : common) {
      behind.addAll(parents.apply(id));
    }
    List<ObjectId> bases = new ArrayList<>(common);
    bases.removeAll(behind);
    bases.sort(null);
    return bases;
  }

  private Set<ObjectId> ancestors(ObjectId commit) {
    Deque<ObjectId> open = new ArrayDeque<>(List.of(commit));
    Set<ObjectId> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      for (ObjectId parent : parents.apply(open.poll())) {
        if (seen.add(parent)) {
          open.add(parent);
        }
      }
    }
    return seen;
  }
}
