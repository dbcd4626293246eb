package dev.tidelock.core.merge;

import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.name.TreePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Simultaneous renames between two trees, as a function on paths: for a path, the pair with the
/// longest prefix applies, and what no pair speaks of stays. Immutable.
public final class Renames {
  private static final Renames NONE = new Renames(List.of());

  private final List<Rename> pairs;
  private final Map<TreePath, TreePath> targets = new HashMap<>();

  private Renames(List<Rename> pairs) {
    this.pairs = List.copyOf(pairs);
    pairs.forEach(pair -> targets.putIfAbsent(pair.from(), pair.to()));
  }

  /// The renames that these pairs say; of pairs with the same source the first counts.
  public static Renames of(List<Rename> pairs) {
    return pairs.isEmpty() ? NONE : new Renames(pairs);
  }

  /// One step on the way from a tree to a later one.
  ///
  /// @param renames what the step moved
  /// @param after whether something is at a path after the step; for a tree that is not at hand,
  ///   always
  public record Step(Renames renames, Predicate<TreePath> after) {}

  /// What a way of several steps moved in all: one pair for each thing that is in the first and in
  /// the last tree and in all between, and that some step moved. A path that was free in between
  /// does not connect what was there before with what came later.
  ///
  /// @param before whether something was at a path before the first step
  /// @param steps the steps in order
  public static Renames along(Predicate<TreePath> before, List<Step> steps) {
    List<Renames> back = steps.stream().map(step -> step.renames().inverted()).toList();
    SortedMap<TreePath, TreePath> found = new TreeMap<>();
    Set<TreePath> taken = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      for (Rename pair : steps.get(i).renames().pairs()) {
        Optional<TreePath> from = traceBack(pair.from(), i, before, steps, back);
        Optional<TreePath> to = trace(pair.to(), i, steps);
        boolean fresh =
            from.isPresent()
                && to.isPresent()
                && !found.containsKey(from.get())
                && taken.add(to.get());
        if (fresh) {
          found.put(from.get(), to.get());
        }
      }
    }
    return withoutNeedless(found);
  }

  private static Optional<TreePath> trace(TreePath path, int step, List<Step> steps) {
    TreePath at = path;
    for (int i = step; i < steps.size(); i++) {
      at = i == step ? at : steps.get(i).renames().apply(at);
      if (!steps.get(i).after().test(at)) {
        return Optional.empty();
      }
    }
    return Optional.of(at);
  }

  private static Optional<TreePath> traceBack(
      TreePath path, int step, Predicate<TreePath> before, List<Step> steps, List<Renames> back) {
    TreePath at = path;
    for (int i = step - 1; i >= 0; i--) {
      if (!steps.get(i).after().test(at)) {
        return Optional.empty();
      }
      TreePath earlier = back.get(i).apply(at);
      if (!steps.get(i).renames().apply(earlier).equals(at)) {
        return Optional.empty();
      }
      at = earlier;
    }
    return before.test(at) ? Optional.of(at) : Optional.empty();
  }

  /// Leaves out the pairs that say no more than that something went along with its directory.
  private static Renames withoutNeedless(SortedMap<TreePath, TreePath> pairs) {
    List<Rename> needed = new ArrayList<>();
    Map<TreePath, TreePath> kept = new HashMap<>();
    pairs.forEach((from, to) -> {
      if (!carried(from, kept).equals(to)) {
        kept.put(from, to);
        needed.add(new Rename(from, to));
      }
    });
    return of(needed);
  }

  /// The pairs.
  public List<Rename> pairs() {
    return pairs;
  }

  /// Whether nothing is renamed.
  public boolean isEmpty() {
    return pairs.isEmpty();
  }

  /// Where something went.
  public TreePath apply(TreePath path) {
    return carried(path, targets);
  }

  private static TreePath carried(TreePath path, Map<TreePath, TreePath> targets) {
    if (targets.isEmpty()) {
      return path;
    }
    TreePath at = path;
    while (!at.isRoot()) {
      TreePath to = targets.get(at);
      if (to != null) {
        return path.rebase(at, to);
      }
      at = at.parent().orElseThrow();
    }
    return path;
  }

  /// The way back.
  public Renames inverted() {
    return of(pairs.stream().map(pair -> new Rename(pair.to(), pair.from())).toList());
  }

  /// These renames, and those of `more` whose source and target these leave alone.
  public Renames or(Renames more) {
    Set<TreePath> taken = new HashSet<>();
    pairs.forEach(pair -> taken.add(pair.to()));
    List<Rename> all = new ArrayList<>(pairs);
    for (Rename pair : more.pairs) {
      if (!targets.containsKey(pair.from()) && taken.add(pair.to())) {
        all.add(pair);
      }
    }
    return of(all);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Renames that && pairs.equals(that.pairs);
  }

  @Override
  public int hashCode() {
    return pairs.hashCode();
  }

  @Override
  public String toString() {
    return pairs.toString();
  }
}
