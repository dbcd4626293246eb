package dev.tidelock.engine.scan;

import dev.tidelock.core.name.TreePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Which directories a scan lists. What it does not list is unknown: nothing is concluded from it,
/// and what was shown there stays as it was.
public sealed interface Scope {
  /// All of them.
  Scope EVERYTHING = new Everything();

  /// None of them.
  Scope NOTHING = new Directories(new TreeSet<>());

  /// Some of them, each without the directories in it, as far as those are known.
  static Scope of(Collection<TreePath> directories) {
    return new Directories(new TreeSet<>(directories));
  }

  /// Whether a directory is listed.
  boolean covers(TreePath directory);

  /// The names in a directory that lead to listed directories, or are some; asked only of
  /// directories that are not listed themselves.
  List<String> toward(TreePath directory);

  /// This and more directories.
  Scope and(Collection<TreePath> directories);

  /// Every directory.
  record Everything() implements Scope {
    @Override
    public boolean covers(TreePath directory) {
      return true;
    }

    @Override
    public List<String> toward(TreePath directory) {
      return List.of();
    }

    @Override
    public Scope and(Collection<TreePath> directories) {
      return this;
    }
  }

  /// Some directories.
  ///
  /// @param paths which, in order
  record Directories(NavigableSet<TreePath> paths) implements Scope {
    @Override
    public boolean covers(TreePath directory) {
      return paths.contains(directory);
    }

    @Override
    public List<String> toward(TreePath directory) {
      List<String> names = new ArrayList<>();
      int depth = directory.names().size();
      TreePath next = paths.higher(directory);
      while (next != null && next.startsWith(directory)) {
        String name = next.names().get(depth);
        names.add(name);
        TreePath child = directory.child(name);
        next = paths.higher(next);
        while (next != null && next.startsWith(child)) {
          next = paths.higher(next);
        }
      }
      return names;
    }

    @Override
    public Scope and(Collection<TreePath> directories) {
      NavigableSet<TreePath> all = new TreeSet<>(paths);
      all.addAll(directories);
      return new Directories(all);
    }
  }
}
