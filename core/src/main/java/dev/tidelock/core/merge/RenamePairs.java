package dev.tidelock.core.merge;

import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Tree;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// The renames of one side that fit its trees: the source is in the base, the target in the side,
/// both are directories or neither is, and no place is named twice. Of pairs that name one place,
/// the first in order of paths counts.
final class RenamePairs {
  private final Map<TreePath, TreePath> targets = new HashMap<>();
  private final Map<TreePath, TreePath> sources = new HashMap<>();
  private final Map<TreePath, SortedSet<String>> waysToSources = new HashMap<>();
  private final Map<TreePath, SortedSet<String>> waysToTargets = new HashMap<>();

  private RenamePairs() {}

  static RenamePairs fitting(DirectoryMaps maps, Entry.Directory base, Side side) {
    RenamePairs pairs = new RenamePairs();
    List<Rename> ordered =
        side.renames().stream()
            .distinct()
            .sorted(Comparator.comparing(Rename::from).thenComparing(Rename::to))
            .toList();
    for (Rename rename : ordered) {
      if (pairs.isFree(rename) && fits(maps, base, side.tree(), rename)) {
        pairs.add(rename);
      }
    }
    return pairs;
  }

  /// The place in the side of what was at a place in the base, if a pair says so of just that.
  boolean movesFrom(TreePath basePath) {
    return targets.containsKey(basePath);
  }

  /// The place in the base of what is at a place in the side, if a pair says so of just that.
  Optional<TreePath> sourceOf(TreePath sidePath) {
    return Optional.ofNullable(sources.get(sidePath));
  }

  /// The names in a directory of the base that are sources or lead to some.
  Set<String> namesToSources(TreePath basePath) {
    return waysToSources.getOrDefault(basePath, new TreeSet<>());
  }

  /// The names in a directory of the side that are targets or lead to some.
  Set<String> namesToTargets(TreePath sidePath) {
    return waysToTargets.getOrDefault(sidePath, new TreeSet<>());
  }

  private boolean isFree(Rename rename) {
    return !targets.containsKey(rename.from()) && !sources.containsKey(rename.to());
  }

  private static boolean fits(
      DirectoryMaps maps, Entry.Directory base, Entry.Directory tree, Rename rename) {
    Optional<Entry> source = lookUp(maps, base, rename.from());
    Optional<Entry> target = lookUp(maps, tree, rename.to());
    return source.isPresent()
        && target.isPresent()
        && source.get() instanceof Entry.Directory == target.get() instanceof Entry.Directory;
  }

  private static Optional<Entry> lookUp(DirectoryMaps maps, Entry.Directory root, TreePath path) {
    boolean entry = !path.isRoot() && path.names().size() <= Tree.MAX_DEPTH;
    return entry ? maps.get(root, path) : Optional.empty();
  }

  private void add(Rename rename) {
    targets.put(rename.from(), rename.to());
    sources.put(rename.to(), rename.from());
    leadTo(rename.from(), waysToSources);
    leadTo(rename.to(), waysToTargets);
  }

  private static void leadTo(TreePath path, Map<TreePath, SortedSet<String>> ways) {
    TreePath at = path;
    while (!at.isRoot()) {
      TreePath parent = at.parent().orElseThrow();
      boolean fresh = ways.computeIfAbsent(parent, _ -> new TreeSet<>()).add(at.name());
      if (!fresh) {
        return;
      }
      at = parent;
    }
  }
}
