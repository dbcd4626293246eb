package dev.tidelock.engine.history;

import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.merge.Origin;
import dev.tidelock.core.merge.Renames;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.tree.Trees;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds who brought in what a commit has at a path, back to a merge's bases.
public final class Blame {
  private static final int MAX_STEPS = 1000;

  private final History history;
  private final Trees trees;
  private final ObjectId head;
  private final Set<ObjectId> bases;

  /// @param history the commits
  /// @param trees reads their trees
  /// @param head where to begin
  /// @param bases where to end
  public Blame(History history, Trees trees, ObjectId head, List<ObjectId> bases) {
    this.history = history;
    this.trees = trees;
    this.head = head;
    this.bases = Set.copyOf(bases);
  }

  /// The author, device and time of the commit from which on the head's value stood at `path`.
  public Origin origin(TreePath path) {
    ObjectId here = head;
    TreePath place = path;
    try {
      Optional<Entry> value = trees.find(history.tree(head), path);
      for (int i = 0; i < MAX_STEPS && !bases.contains(here); i++) {
        Optional<Step> back = back(here, place, value);
        if (back.isEmpty()) {
          break;
        }
        here = back.get().commit();
        place = back.get().path();
      }
    } catch (MissingObjectException _) {
      // What is no longer kept cannot be told apart: the last commit that was looked at answers.
    }
    Commit commit = history.commit(here);
    return new Origin(commit.author(), commit.device(), commit.time());
  }

  /// The parent that has the same value already, and where.
  private Optional<Step> back(ObjectId id, TreePath path, Optional<Entry> value) {
    Commit commit = history.commit(id);
    for (int i = 0; i < commit.parents().size(); i++) {
      ObjectId parent = commit.parents().get(i);
      TreePath before = Renames.of(commit.renames().get(i)).inverted().apply(path);
      Optional<Entry> then = trees.find(history.tree(parent), before);
      boolean same =
          then.isPresent() && value.isPresent()
              ? then.get().sameAs(value.get())
              : then.isEmpty() && value.isEmpty();
      if (same) {
        return Optional.of(new Step(parent, before));
      }
    }
    return Optional.empty();
  }

  private record Step(ObjectId commit, TreePath path) {}
}
