package dev.tidelock.core.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MergeBasesTest {
  /// A graph written down commit by commit, which counts what is asked of it.
  private static final class Graph implements CommitGraph {
    private final Map<ObjectId, List<ObjectId>> parents = new HashMap<>();
    private final Map<ObjectId, Long> times = new HashMap<>();
    private int asked;

    ObjectId add(String name, long time, ObjectId... after) {
      ObjectId id = new ObjectId(ObjectIdentity.sha256(Bytes.utf8(name)));
      parents.put(id, List.of(after));
      times.put(id, time);
      return id;
    }

    @Override
    public List<ObjectId> parents(ObjectId commit) {
      asked++;
      return parents.getOrDefault(commit, List.of());
    }

    @Override
    public long time(ObjectId commit) {
      return times.getOrDefault(commit, 0L);
    }

    Set<ObjectId> ancestors(ObjectId commit) {
      Set<ObjectId> all = new HashSet<>(Set.of(commit));
      parents.getOrDefault(commit, List.of()).forEach(parent -> all.addAll(ancestors(parent)));
      return all;
    }

    Set<ObjectId> best(ObjectId one, ObjectId other) {
      Set<ObjectId> common = ancestors(one);
      common.retainAll(ancestors(other));
      Set<ObjectId> best = new HashSet<>(common);
      for (ObjectId commit : common) {
        Set<ObjectId> below = ancestors(commit);
        below.remove(commit);
        best.removeAll(below);
      }
      return best;
    }
  }

  @Test
  void aLineHasTheOlderCommitAsBase() {
    Graph graph = new Graph();
    ObjectId a = graph.add("a", 1);
    ObjectId b = graph.add("b", 2, a);
    ObjectId c = graph.add("c", 3, b);
    assertThat(MergeBases.between(graph, a, c)).containsExactly(a);
    assertThat(MergeBases.between(graph, c, a)).containsExactly(a);
    assertThat(MergeBases.isAncestor(graph, a, c)).isTrue();
    assertThat(MergeBases.isAncestor(graph, c, a)).isFalse();
    assertThat(MergeBases.isAncestor(graph, c, c)).isTrue();
  }

  @Test
  void strangersHaveNone() {
    Graph graph = new Graph();
    assertThat(MergeBases.between(graph, graph.add("a", 1), graph.add("b", 1))).isEmpty();
  }

  @Test
  void crossedHistoriesHaveBothBases() {
    Graph graph = new Graph();
    ObjectId root = graph.add("root", 1);
    ObjectId a = graph.add("a", 2, root);
    ObjectId b = graph.add("b", 2, root);
    ObjectId x = graph.add("x", 3, a, b);
    ObjectId y = graph.add("y", 3, b, a);
    assertThat(MergeBases.between(graph, x, y)).containsExactlyInAnyOrder(a, b);
  }

  @Test
  void theSearchLooksAtWhatIsNotShared() {
    Graph graph = new Graph();
    ObjectId at = graph.add("0", 0);
    for (int i = 1; i < 5000; i++) {
      at = graph.add(String.valueOf(i), i, at);
    }
    ObjectId one = graph.add("one", 5000, at);
    ObjectId other = graph.add("other", 5000, at);
    graph.asked = 0;
    assertThat(MergeBases.between(graph, one, other)).containsExactly(at);
    assertThat(MergeBases.isAncestor(graph, at, one)).isTrue();
    assertThat(MergeBases.isAncestor(graph, one, other)).isFalse();
    assertThat(MergeBases.way(graph, at, one)).contains(List.of(one));
    assertThat(graph.asked).isLessThan(40);
  }

  @Test
  void theWayPrefersFirstParents() {
    Graph graph = new Graph();
    ObjectId root = graph.add("root", 1);
    ObjectId a = graph.add("a", 2, root);
    ObjectId b = graph.add("b", 2, root);
    ObjectId x = graph.add("x", 3, a, b);
    ObjectId y = graph.add("y", 4, b, x);
    assertThat(MergeBases.way(graph, root, x)).contains(List.of(a, x));
    assertThat(MergeBases.way(graph, root, y)).contains(List.of(b, y));
    assertThat(MergeBases.way(graph, a, y)).contains(List.of(x, y));
    assertThat(MergeBases.way(graph, a, b)).isEmpty();
    assertThat(MergeBases.way(graph, a, a)).contains(List.of());
  }

  @Test
  void theSearchFindsWhatTheDefinitionSays() {
    ForAll.cases(
        3000,
        tape -> {
          Graph graph = new Graph();
          List<ObjectId> commits = random(graph, tape, false);
          ObjectId one = tape.pick(commits);
          ObjectId other = tape.pick(commits);
          assertThat(MergeBases.between(graph, one, other))
              .isSorted()
              .hasSameElementsAs(graph.best(one, other));
          boolean above = graph.ancestors(other).contains(one);
          assertThat(MergeBases.isAncestor(graph, one, other)).isEqualTo(above);
          assertThat(MergeBases.way(graph, one, other).isPresent()).isEqualTo(above);
        });
  }

  @Test
  void timesThatLieCostNothingButTime() {
    ForAll.cases(
        3000,
        tape -> {
          Graph graph = new Graph();
          List<ObjectId> commits = random(graph, tape, true);
          ObjectId one = tape.pick(commits);
          ObjectId other = tape.pick(commits);
          Set<ObjectId> common = graph.ancestors(one);
          common.retainAll(graph.ancestors(other));
          List<ObjectId> bases = MergeBases.between(graph, one, other);
          assertThat(common).containsAll(bases);
          assertThat(bases).containsAll(graph.best(one, other));
        });
  }

  private static List<ObjectId> random(Graph graph, Tape tape, boolean lying) {
    List<ObjectId> commits = new ArrayList<>();
    for (int i = 0; i < tape.nextInt(1, 14); i++) {
      List<ObjectId> parents = new ArrayList<>();
      long time = 0;
      for (int p = tape.nextInt(3); p > 0 && !commits.isEmpty(); p--) {
        ObjectId parent = tape.pick(commits);
        if (!parents.contains(parent)) {
          parents.add(parent);
          time = Math.max(time, graph.time(parent));
        }
      }
      long shown = lying ? tape.nextInt(10) : time + tape.nextInt(2);
      commits.add(graph.add(tape.seed() + " " + i, shown, parents.toArray(ObjectId[]::new)));
    }
    return commits;
  }
}
