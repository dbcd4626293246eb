package dev.tidelock.hub.care;

import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.merge.CommitGraph;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.engine.history.KeptTrees;
import dev.tidelock.engine.history.Retention;
import dev.tidelock.hub.object.ProjectObjects;
import dev.tidelock.hub.store.ObjectRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The objects of a project that something stands on: every commit that a head leads to, with its
/// details; the trees of heads, of the places where heads part, and of what [Retention] keeps; and
/// all that whatever else is named leads to. Used once, by one thread.
final class LiveObjects {
  private static final int WINDOW = 512;

  private final ProjectObjects objects;
  private final IdSet live = new IdSet();
  private final Map<ObjectId, Past> commits = new HashMap<>();
  private final List<ObjectRow> pruned = new ArrayList<>();

  LiveObjects(ProjectObjects objects) {
    this.objects = objects;
  }

  /// Whether something stands on an object.
  boolean contains(ObjectId id) {
    return live.contains(id);
  }

  /// The commits whose trees nothing stands on.
  List<ObjectRow> pruned() {
    return List.copyOf(pruned);
  }

  /// Adds what heads stand on.
  ///
  /// @param now in milliseconds since 1970
  /// @throws MissingObjectException if one of their commits is not here
  void addHistory(Collection<ObjectId> heads, long now) {
    readCommits(heads);
    KeptTrees trees = KeptTrees.of(graph(), commits.keySet(), heads, new Retention(now)::keeps);
    trees.pruned().forEach(id -> pruned.add(past(id).row()));
    addTrees(trees.kept().stream().map(id -> past(id).state()).toList());
  }

  private void readCommits(Collection<ObjectId> heads) {
    Deque<ObjectId> open = new ArrayDeque<>(heads);
    while (!open.isEmpty()) {
      Set<ObjectId> window = window(open);
      List<ObjectRow> rows = rows(window);
      if (rows.size() < window.size()) {
        rows.forEach(row -> window.remove(row.id()));
        throw new MissingObjectException(window.iterator().next());
      }
      rows.stream()
          .filter(row -> row.kind() == ObjectKind.DETAIL)
          .forEach(row -> live.add(row.id()));
      rows.removeIf(row -> row.kind() != ObjectKind.COMMIT || !live.add(row.id()));
      objects.read(
          rows,
          (row, envelope) -> {
            RawObject object = objects.open(row, envelope);
            Commit commit =
                CommitCodec.read(row.id(), id -> id.equals(row.id()) ? object : objects.get(id));
            commits.put(row.id(), new Past(row, commit.state(), commit.parents(), commit.time()));
            open.addAll(object.references().ancestor());
          });
    }
  }

  private CommitGraph graph() {
    return new CommitGraph() {
      @Override
      public List<ObjectId> parents(ObjectId commit) {
        return past(commit).parents();
      }

      @Override
      public long time(ObjectId commit) {
        return past(commit).time();
      }
    };
  }

  /// Adds everything that strong references lead to.
  void addTrees(Collection<ObjectId> roots) {
    follow(roots, References::strong);
  }

  /// Adds everything that strong and ancestor references lead to.
  void addAll(Collection<ObjectId> roots) {
    follow(
        roots,
        references -> {
          List<ObjectId> all = new ArrayList<>(references.strong());
          all.addAll(references.ancestor());
          return all;
        });
  }

  private interface Choice {
    List<ObjectId> of(References references);
  }

  private void follow(Collection<ObjectId> roots, Choice choice) {
    Deque<ObjectId> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      List<ObjectRow> rows = rows(window(open));
      rows.removeIf(row -> !live.add(row.id()) || row.kind().isLeaf());
      objects.read(
          rows,
          (row, envelope) ->
              choice.of(objects.open(row, envelope).references()).stream()
                  .filter(id -> !live.contains(id))
                  .forEach(open::push));
    }
  }

  private static Set<ObjectId> window(Deque<ObjectId> open) {
    Set<ObjectId> window = new HashSet<>();
    while (window.size() < WINDOW && !open.isEmpty()) {
      window.add(open.pop());
    }
    return window;
  }

  private List<ObjectRow> rows(Set<ObjectId> ids) {
    return new ArrayList<>(objects.find(ids).values());
  }

  private Past past(ObjectId id) {
    return Optional.ofNullable(commits.get(id)).orElseThrow(() -> new MissingObjectException(id));
  }

  /// What is remembered of a commit.
  private record Past(ObjectRow row, ObjectId state, List<ObjectId> parents, long time) {}
}
