package dev.tidelock.engine.history;

import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.merge.CommitHistory;
import dev.tidelock.core.merge.MergeBases;
import dev.tidelock.core.merge.Renames;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.record.Tables;
import dev.tidelock.core.record.merge.TableHistory;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.tree.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The commits of a project: reading them, and what lies between two of them. One thread.
public final class History implements CommitHistory, TableHistory {
  private static final int CACHE = 4096;

  private final ObjectSource source;
  private final Trees trees;
  private final Map<ObjectId, Commit> cache =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectId, Commit> eldest) {
          return size() > CACHE;
        }
      };

  /// @param source where commits are
  /// @param trees reads their trees
  public History(ObjectSource source, Trees trees) {
    this.source = source;
    this.trees = trees;
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

  /// The state of a commit.
  public ProjectState state(ObjectId id) {
    return ProjectState.of(source.get(commit(id).state()));
  }

  /// The tree of a commit.
  public Entry.Directory tree(ObjectId id) {
    return state(id).files();
  }

  @Override
  public Optional<Tables> tables(ObjectId id) {
    return state(id).tables();
  }

  @Override
  public boolean keepsTables(ObjectId id) {
    try {
      tables(id).ifPresent(all -> source.get(all.root()));
      return true;
    } catch (MissingObjectException _) {
      return false;
    }
  }

  @Override
  public List<ObjectId> parents(ObjectId id) {
    return commit(id).parents();
  }

  @Override
  public long time(ObjectId id) {
    return commit(id).time();
  }

  @Override
  public Optional<Entry.Directory> files(ObjectId id) {
    try {
      Entry.Directory tree = tree(id);
      source.get(tree.root());
      return Optional.of(tree);
    } catch (MissingObjectException _) {
      return Optional.empty();
    }
  }

  @Override
  public Renames renames(ObjectId parent, ObjectId id) {
    Commit commit = commit(id);
    return Renames.of(commit.renames().get(commit.parents().indexOf(parent)));
  }

  /// What is at another path in `descendant` than in `ancestor`, along one way of commits between
  /// them, the first parent preferred.
  public Renames between(ObjectId ancestor, ObjectId descendant) {
    List<Renames.Step> steps = new ArrayList<>();
    ObjectId parent = ancestor;
    for (ObjectId id : MergeBases.way(this, ancestor, descendant).orElse(List.of())) {
      steps.add(new Renames.Step(renames(parent, id), trees.holds(files(id))));
      parent = id;
    }
    return Renames.along(trees.holds(files(ancestor)), steps);
  }
}
