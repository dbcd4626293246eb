package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.EntryCodec;
import dev.tidelock.core.tree.TreeEditor;
import dev.tidelock.engine.guard.HeldBack;
import dev.tidelock.engine.scan.Change;
import dev.tidelock.engine.scan.ScanResult;
import dev.tidelock.engine.tree.Differences;
import dev.tidelock.engine.tree.Trees;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// What the disk shows now, as a tree: the shown tree with what a scan found.
///
/// @param before what was shown, without what is to be treated as never shown
/// @param moved the same after the moves of the scan
/// @param tree what is shown now
/// @param renames what is at another path than before: what the scan proved by inode, and single
///   pairs of equal contents, one gone and one new
/// @param displaced what stood where a move put something else, at the paths of `moved`
/// @param deletes what is gone and was not renamed, at the paths of `moved`; what was displaced
///   among it
/// @param rewrites what was overwritten, as it was
record DiskTree(
    Entry.Directory before,
    Entry.Directory moved,
    Entry.Directory tree,
    List<Rename> renames,
    SortedMap<TreePath, Entry.Leaf> displaced,
    SortedMap<TreePath, Entry.Leaf> deletes,
    SortedMap<TreePath, Entry.Leaf> rewrites) {

  /// The tree that a scan found.
  static DiskTree of(Entry.Directory shown, ScanResult scan, Trees trees) {
    Entry.Directory before = withoutForgotten(shown, scan, trees);
    TreeEditor editor = trees.edit(before);
    SortedMap<TreePath, Entry.Leaf> displaced = move(editor, scan.moves(), trees);
    scan.forgotten().forEach(editor::take);
    Entry.Directory moved = editor.write();
    TreeEditor changed = trees.edit(moved);
    scan.changes().forEach((path, change) -> apply(changed, path, change));
    Entry.Directory tree = changed.write();
    Differences differences = Differences.between(trees, moved, tree);
    List<Rename> pairs = pairs(differences);
    List<Rename> renames = new ArrayList<>(scan.moves());
    pairs.forEach(pair -> renames.add(new Rename(origin(pair.from(), scan.moves()), pair.to())));
    SortedMap<TreePath, Entry.Leaf> deletes = new TreeMap<>(differences.gone());
    Set<TreePath> sources = ends(pairs, Rename::from);
    deletes.keySet().removeIf(path -> covered(path, sources));
    displaced.entrySet().removeIf(each -> stays(each.getValue(), trees.find(tree, each.getKey())));
    deletes.putAll(displaced);
    return new DiskTree(before, moved, tree, renames, displaced, deletes, differences.changed());
  }

  /// What was shown, without what is to be treated as never shown; what moved out of that was shown
  /// all the same.
  private static Entry.Directory withoutForgotten(
      Entry.Directory shown, ScanResult scan, Trees trees) {
    if (scan.forgotten().isEmpty() && scan.covered().isEmpty()) {
      return shown;
    }
    TreeEditor editor = trees.edit(shown);
    SortedMap<TreePath, Optional<Entry>> kept = new TreeMap<>();
    scan.moves().forEach(move -> kept.put(move.from(), trees.find(shown, move.from())));
    scan.forgotten()
        .forEach(path -> kept.putIfAbsent(origin(path, scan.moves()), Optional.empty()));
    scan.covered().forEach(path -> kept.putIfAbsent(path, Optional.empty()));
    // From the top, so that the innermost word on a path is the last.
    kept.forEach((path, entry) -> {
      editor.take(path);
      entry.ifPresent(there -> editor.put(path, there));
    });
    return editor.write();
  }

  /// The same with some paths left as they were.
  DiskTree without(HeldBack held, Trees trees) {
    if (held.isEmpty()) {
      return this;
    }
    TreeEditor editor = trees.edit(tree);
    for (TreePath path : held.paths()) {
      trees.find(moved, path).ifPresent(entry -> editor.put(path, entry));
    }
    return new DiskTree(before, moved, editor.write(), renames, displaced, deletes, rewrites);
  }

  private static boolean stays(Entry.Leaf displaced, Optional<Entry> now) {
    return now.filter(displaced::sameAs).isPresent();
  }

  private static Set<TreePath> ends(List<Rename> pairs, Function<Rename, TreePath> end) {
    Set<TreePath> ends = new HashSet<>();
    pairs.forEach(pair -> ends.add(end.apply(pair)));
    return ends;
  }

  /// Whether a path, or a directory above it, is among `tops`.
  private static boolean covered(TreePath path, Set<TreePath> tops) {
    if (tops.isEmpty()) {
      return false;
    }
    Optional<TreePath> here = Optional.of(path);
    while (here.isPresent()) {
      if (tops.contains(here.get())) {
        return true;
      }
      here = here.get().parent();
    }
    return false;
  }

  private static void apply(TreeEditor editor, TreePath path, Change change) {
    switch (change) {
      case Change.Put put -> editor.put(path, put.shown().entry());
      case Change.MakeDirectory _ -> editor.putDirectory(path);
      case Change.Gone _ -> editor.take(path);
    }
  }

  /// Performs simultaneous moves: everything is taken up, the deepest first, before anything is put
  /// down, the highest first. Returns what stood where something was put down.
  private static SortedMap<TreePath, Entry.Leaf> move(
      TreeEditor editor, List<Rename> moves, Trees trees) {
    List<Rename> deepestFirst = new ArrayList<>(moves);
    deepestFirst.sort(Comparator.comparing(Rename::from).reversed());
    Map<TreePath, Entry> taken = new TreeMap<>();
    for (Rename move : deepestFirst) {
      editor.take(move.from()).ifPresent(entry -> taken.put(move.to(), entry));
    }
    SortedMap<TreePath, Entry.Leaf> displaced = new TreeMap<>();
    taken.forEach((path, entry) -> {
      editor
          .displacedBy(path)
          .map(there -> Differences.leaves(trees, there.path(), there.entry()))
          .ifPresent(there -> displaced.putAll(there));
      editor.put(path, entry);
    });
    return displaced;
  }

  /// The path before the moves of what is at `path` after them.
  private static TreePath origin(TreePath path, List<Rename> moves) {
    return moves.stream()
        .filter(move -> path.startsWith(move.to()))
        .max(Comparator.comparing(Rename::to))
        .map(move -> path.rebase(move.to(), move.from()))
        .orElse(path);
  }

  /// Whole directories with one equal root on each side, then files with one equal, non-empty
  /// content on each side; nothing inside a pair of directories is paired again.
  private static List<Rename> pairs(Differences differences) {
    List<Rename> pairs =
        new ArrayList<>(
            unique(
                differences.goneDirectories(),
                differences.addedDirectories(),
                directory ->
                    directory.summary().files() == 0
                        ? Optional.<ObjectId>empty()
                        : Optional.of(directory.root())));
    Set<TreePath> paired = ends(pairs, Rename::from);
    List<Rename> top =
        pairs.stream()
            .filter(pair -> pair.from().parent().filter(it -> covered(it, paired)).isEmpty())
            .toList();
    SortedMap<TreePath, Entry.Leaf> gone = outside(differences.gone(), ends(top, Rename::from));
    SortedMap<TreePath, Entry.Leaf> added = outside(differences.added(), ends(top, Rename::to));
    pairs = new ArrayList<>(top);
    pairs.addAll(unique(gone, added, DiskTree::value));
    return pairs;
  }

  private static Optional<Bytes> value(Entry.Leaf leaf) {
    return leaf instanceof Entry.File file && file.size() > 0
        ? Optional.of(EntryCodec.identity(file))
        : Optional.empty();
  }

  private static SortedMap<TreePath, Entry.Leaf> outside(
      SortedMap<TreePath, Entry.Leaf> leaves, Set<TreePath> tops) {
    SortedMap<TreePath, Entry.Leaf> outside = new TreeMap<>(leaves);
    outside.keySet().removeIf(path -> covered(path, tops));
    return outside;
  }

  private static <E, V> List<Rename> unique(
      Map<TreePath, E> gone, Map<TreePath, E> added, Function<E, Optional<V>> value) {
    Map<V, Optional<TreePath>> sources = byValue(gone, value);
    Map<V, Optional<TreePath>> targets = byValue(added, value);
    List<Rename> pairs = new ArrayList<>();
    sources.forEach((key, from) -> {
      Optional<TreePath> to = targets.getOrDefault(key, Optional.empty());
      if (from.isPresent() && to.isPresent()) {
        pairs.add(new Rename(from.get(), to.get()));
      }
    });
    return pairs;
  }

  /// The one path of each value; nothing for a value with several.
  private static <E, V> Map<V, Optional<TreePath>> byValue(
      Map<TreePath, E> entries, Function<E, Optional<V>> value) {
    Map<V, Optional<TreePath>> paths = new HashMap<>();
    Set<V> several = new HashSet<>();
    entries.forEach((path, entry) ->
        value
            .apply(entry)
            .ifPresent(key -> {
              if (several.contains(key) || paths.put(key, Optional.of(path)) != null) {
                several.add(key);
                paths.put(key, Optional.empty());
              }
            }));
    return paths;
  }
}
