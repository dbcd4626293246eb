package dev.tidelock.engine.sync;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.tree.Trees;
import java.util.SortedMap;
import java.util.TreeMap;

/// Finds the conflicts of a tree, looking only into directories that hold some.
final class Conflicts {
  private Conflicts() {}

  /// All conflicts below `top`, by path.
  static SortedMap<TreePath, Entry.Conflict> in(Trees trees, Entry.Directory top) {
    SortedMap<TreePath, Entry.Conflict> found = new TreeMap<>();
    collect(trees, TreePath.ROOT, top, found);
    return found;
  }

  private static void collect(
      Trees trees,
      TreePath path,
      Entry.Directory directory,
      SortedMap<TreePath, Entry.Conflict> found) {
    if (directory.summary().conflicts() == 0) {
      return;
    }
    trees
        .children(directory)
        .forEach((name, entry) -> {
          if (entry instanceof Entry.Conflict conflict) {
            found.put(path.child(name), conflict);
          } else if (entry instanceof Entry.Directory inner) {
            collect(trees, path.child(name), inner, found);
          }
        });
  }
}
