package dev.tidelock.engine.history;

import dev.tidelock.core.merge.CommitGraph;
import dev.tidelock.core.merge.MergeBases;
import dev.tidelock.core.object.ObjectId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/// Which commits keep their trees when garbage is collected: heads, the places where two heads
/// part, because a merge of the two begins there, and what is retained. Both lists are newest
/// first.
///
/// @param kept those that keep them
/// @param pruned all others
public record KeptTrees(List<ObjectId> kept, List<ObjectId> pruned) {
  private static final int MOST_PAIRS = 100;

  public KeptTrees {
    kept = List.copyOf(kept);
    pruned = List.copyOf(pruned);
  }

  /// Decides for all commits of a history.
  ///
  /// @param graph the history
  /// @param commits its commits
  /// @param heads the commits that branches stand at
  /// @param retention whether a commit of a time keeps its tree; asked from the newest on
  public static KeptTrees of(
      CommitGraph graph,
      Collection<ObjectId> commits,
      Collection<ObjectId> heads,
      LongPredicate retention) {
    Set<ObjectId> needed = new HashSet<>(heads);
    needed.addAll(partings(graph, List.copyOf(needed)));
    List<ObjectId> newestFirst = new ArrayList<>(commits);
    newestFirst.sort(graph.newestFirst());
    List<ObjectId> kept = new ArrayList<>();
    List<ObjectId> pruned = new ArrayList<>();
    for (ObjectId id : newestFirst) {
      boolean retained = retention.test(graph.time(id));
      (retained || needed.contains(id) ? kept : pruned).add(id);
    }
    return new KeptTrees(kept, pruned);
  }

  private static Set<ObjectId> partings(CommitGraph graph, List<ObjectId> heads) {
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
}
