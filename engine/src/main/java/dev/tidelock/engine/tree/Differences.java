package dev.tidelock.engine.tree;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.EntryCodec;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// How two trees differ, down to every file and link. A conflict counts as its first term;
/// modification times count for nothing.
///
/// @param gone what only the one has
/// @param added what only the other has
/// @param changed what both have with unequal values, as in the one
/// @param goneDirectories directories that only the one has
/// @param addedDirectories directories that only the other has
public record Differences(
    SortedMap<TreePath, Entry.Leaf> gone,
    SortedMap<TreePath, Entry.Leaf> added,
    SortedMap<TreePath, Entry.Leaf> changed,
    SortedMap<TreePath, Entry.Directory> goneDirectories,
    SortedMap<TreePath, Entry.Directory> addedDirectories) {

  /// The differences between `before` and `after`.
  public static Differences between(Trees trees, Entry.Directory before, Entry.Directory after) {
    Differences found =
        new Differences(
            new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    trees.diff(before, after, (path, was, is) -> found.note(trees, path, was, is));
    return found;
  }

  private void note(Trees trees, TreePath path, Optional<Entry> was, Optional<Entry> is) {
    Optional<Entry.Leaf> leafWas = was.flatMap(Differences::leaf);
    Optional<Entry.Leaf> leafIs = is.flatMap(Differences::leaf);
    if (leafWas.isPresent() && leafIs.isPresent()) {
      if (!leafWas.get().sameAs(leafIs.get())) {
        changed.put(path, leafWas.get());
      }
      return;
    }
    was.ifPresent(entry -> spread(trees, path, entry, gone, goneDirectories));
    is.ifPresent(entry -> spread(trees, path, entry, added, addedDirectories));
  }

  /// Every file and link of what stands at a path, itself or below it, by path.
  public static SortedMap<TreePath, Entry.Leaf> leaves(Trees trees, TreePath path, Entry entry) {
    SortedMap<TreePath, Entry.Leaf> leaves = new TreeMap<>();
    spread(trees, path, entry, leaves, new TreeMap<>());
    return leaves;
  }

  private static void spread(
      Trees trees,
      TreePath path,
      Entry entry,
      Map<TreePath, Entry.Leaf> leaves,
      Map<TreePath, Entry.Directory> directories) {
    leaf(entry).ifPresent(leaf -> leaves.put(path, leaf));
    if (entry instanceof Entry.Directory directory) {
      directories.put(path, directory);
      trees.below(
          path,
          directory,
          (below, inner) -> {
            leaf(inner).ifPresent(leaf -> leaves.put(below, leaf));
            if (inner instanceof Entry.Directory nested) {
              directories.put(below, nested);
            }
          });
    }
  }

  private static Optional<Entry.Leaf> leaf(Entry entry) {
    return switch (entry) {
      case Entry.Leaf leaf -> Optional.of(leaf);
      case Entry.Conflict conflict -> Optional.of(conflict.first().entry());
      case Entry.Directory _ -> Optional.empty();
    };
  }

  /// What is gone and did not come back with an equal value at another path: each value that was
  /// added makes up for one that is gone.
  public SortedMap<TreePath, Entry.Leaf> lost() {
    return without(gone, added);
  }

  /// What was added and is not something gone from another path: each value that is gone makes up
  /// for one that was added.
  public SortedMap<TreePath, Entry.Leaf> gained() {
    return without(added, gone);
  }

  private static SortedMap<TreePath, Entry.Leaf> without(
      SortedMap<TreePath, Entry.Leaf> some, SortedMap<TreePath, Entry.Leaf> others) {
    Map<Bytes, Integer> matches = count(others.values());
    SortedMap<TreePath, Entry.Leaf> rest = new TreeMap<>();
    some.forEach((path, leaf) -> {
      Bytes value = EntryCodec.identity(leaf);
      int left = matches.getOrDefault(value, 0);
      if (left > 0) {
        matches.put(value, left - 1);
      } else {
        rest.put(path, leaf);
      }
    });
    return rest;
  }

  /// Whether both trees say the same.
  public boolean isEmpty() {
    return gone.isEmpty()
        && added.isEmpty()
        && changed.isEmpty()
        && goneDirectories.isEmpty()
        && addedDirectories.isEmpty();
  }

  private static Map<Bytes, Integer> count(Collection<Entry.Leaf> leaves) {
    Map<Bytes, Integer> counts = new HashMap<>();
    leaves.forEach(leaf -> counts.merge(EntryCodec.identity(leaf), 1, Integer::sum));
    return counts;
  }
}
