package dev.tidelock.engine.history;

import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.tree.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The commits of a project: reading them, and what lies between two of them. One thread.
public final class History {
  private static final int CACHE = 4096;

  private final ObjectSource source;
  private final Map<ObjectId, Commit> cache =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectId, Commit> eldest) {
          return size() > CACHE;
        }
      };

  /// @param source where commits are
  public History(ObjectSource source) {
    this.source = source;
  }

  /// A commit.
  public Commit commit(ObjectId id) {
    Commit known = cache.get(id);
    if (known == null) {
      known = CommitCodec.read(id, source);
      cache.put(id, known);
    }
    return known;
  }

  /// The tree of a commit.
  public Entry.Directory tree(ObjectId id) {
    return ProjectState.of(source.get(commit(id).state())).files();
  }

  /// What is at another path in `descendant` than in `ancestor`, composed along one path of commits
  /// between them, the first parent preferred.
  public List<Rename> renames(ObjectId ancestor, ObjectId descendant) {
    Set<ObjectId> between = descendants(ancestor, descendant);
    List<List<Rename>> steps = new ArrayList<>();
    ObjectId here = descendant;
    while (!here.equals(ancestor) && between.contains(here)) {
      Commit commit = commit(here);
      int index = 0;
      while (!between.contains(commit.parents().get(index))) {
        index++;
      }
      steps.add(commit.renames().get(index));
      here = commit.parents().get(index);
    }
    List<Rename> composed = List.of();
    for (List<Rename> step : steps.reversed()) {
      composed = RenameLists.compose(composed, step);
    }
    return composed;
  }

  /// The commits from which `ancestor` can be reached, among those that can be reached from
  /// `descendant`, both included.
  private Set<ObjectId> descendants(ObjectId ancestor, ObjectId descendant) {
    Map<ObjectId, List<ObjectId>> children = new HashMap<>();
    Deque<ObjectId> open = new ArrayDeque<>(List.of(descendant));
    Set<ObjectId> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      ObjectId id = open.pop();
      if (id.equals(ancestor)) {
        continue;
      }
      for (ObjectId parent : commit(id).parents()) {
        children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(id);
        if (seen.add(parent)) {
          open.push(parent);
        }
      }
    }
    Set<ObjectId> reaching = new HashSet<>(List.of(ancestor));
    open.push(ancestor);
    while (!open.isEmpty()) {
      for (ObjectId child : children.getOrDefault(open.pop(), List.of())) {
        if (reaching.add(child)) {
          open.push(child);
        }
      }
    }
    return reaching;
  }
}
