package dev.tidelock.hub.care;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.merge.CommitGraph;
import dev.tidelock.core.merge.MergeBases;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.engine.sync.Retention;
import dev.tidelock.hub.object.ProjectObjects;
import dev.tidelock.hub.store.ObjectRow;
import dev.tidelock.hub.store.Standing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
  private static final int MOST_PAIRS = 100;

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
  /// @throws MissingObjectException if one of their commits is not here
  /// @param now in milliseconds since 1970
  void addHistory(Collection<ObjectId> heads, long now) {
    readCommits(heads);
    Set<ObjectId> kept = new HashSet<>(heads);
    kept.addAll(partings(List.copyOf(heads)));
    Retention retention = new Retention(now);
    List<ObjectId> newestFirst = new ArrayList<>(commits.keySet());
    newestFirst.sort(
        Comparator.comparingLong((ObjectId id) -> past(id).time())
            .reversed()
            .thenComparing(Comparator.naturalOrder()));
    List<ObjectId> trees = new ArrayList<>();
    for (ObjectId id : newestFirst) {
      if (retention.keeps(past(id).time()) || kept.contains(id)) {
        trees.add(past(id).state());
      } else {
        pruned.add(past(id).row());
      }
    }
    addTrees(trees);
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
                CommitCodec.read(row.id(), id -> id.equals(row.id()) ? object : detail(id));
            commits.put(row.id(), new Past(row, commit.state(), commit.parents(), commit.time()));
            open.addAll(object.references().ancestor());
          });
    }
  }

  private RawObject detail(ObjectId id) {
    return objects.get(id);
  }

  /// Where heads part: what a merge of two of them begins with.
  private Set<ObjectId> partings(List<ObjectId> heads) {
    CommitGraph graph =
        new CommitGraph() {
          @Override
          public List<ObjectId> parents(ObjectId commit) {
            return past(commit).parents();
          }

          @Override
          public long time(ObjectId commit) {
            return past(commit).time();
          }
        };
    Set<ObjectId> partings = new HashSet<>();
    int pairs = 0;
    for (int i = 0; i < heads.size(); i++) {
      for (int j = i + 1; j < heads.size() && pairs < MOST_PAIRS; j++) {
        pairs++;
        partings.addAll(MergeBases.between(graph, heads.get(i), heads.get(j)));
      }
    }
    return partings;
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
      rows.removeIf(row -> !live.add(row.id()) || isLeaf(row.kind()));
      objects.read(
          rows,
          (row, envelope) ->
              choice.of(objects.open(row, envelope).references()).stream()
                  .filter(id -> !live.contains(id))
                  .forEach(open::push));
    }
  }

  private static boolean isLeaf(ObjectKind kind) {
    return kind == ObjectKind.CHUNK || kind == ObjectKind.DETAIL || kind == ObjectKind.SCHEMA;
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
    return Optional.ofNullable(commits.get(id)).orElse(Past.UNKNOWN);
  }

  /// What is remembered of a commit.
  private record Past(ObjectRow row, ObjectId state, List<ObjectId> parents, long time) {
    private static final ObjectId NOTHING = new ObjectId(Bytes.wrap(new byte[ObjectId.SIZE]));

    /// A commit that is not here.
    static final Past UNKNOWN =
        new Past(
            new ObjectRow(NOTHING, ObjectKind.COMMIT, 0, 0, 0, Standing.DAMAGED, 0),
            NOTHING,
            List.of(),
            0);
  }
}
