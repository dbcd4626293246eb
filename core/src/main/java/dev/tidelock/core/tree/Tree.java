package dev.tidelock.core.tree;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectSink;
import java.util.Iterator;
import java.util.Optional;

/// A directory with everything below it. Immutable; directories are read when they are needed, so
/// every method but [#root] throws what [DirectoryMap] throws.
///
/// @param root the directory at the top
/// @param directories the project's directories
public record Tree(Entry.Directory root, Directories directories) {
  /// The most names in a path. Who follows a hostile tree deeper exhausts stack or time.
  public static final int MAX_DEPTH = 400;

  /// Checks the number of names from the root down.
  ///
  /// @throws MalformedException if there are too many
  public static void checkDepth(int depth, TreePath where) {
    if (depth > MAX_DEPTH) {
      String start = where.toString();
      throw new MalformedException(
          "a tree is deeper than 400 levels, below "
              + start.substring(0, Math.min(start.length(), 200)));
    }
  }

  /// How a difference reports a directory that is on one side only.
  public enum WholeDirectories {
    /// As one change of the directory.
    AS_ONE,
    /// As a change of the directory, followed by one for everything below it.
    EXPANDED
  }

  /// What is at a path; at the root of paths, the directory at the top.
  public Optional<Entry> get(TreePath path) {
    Entry entry = root;
    for (String name : path.names()) {
      if (!(entry instanceof Entry.Directory directory)) {
        return Optional.empty();
      }
      Optional<Entry> child = directories.open(directory).get(name);
      if (child.isEmpty()) {
        return child;
      }
      entry = child.get();
    }
    return Optional.of(entry);
  }

  /// The directory at a path, if there is one.
  public Optional<DirectoryMap> directory(TreePath path) {
    return get(path)
        .filter(Entry.Directory.class::isInstance)
        .map(entry -> directories.open((Entry.Directory) entry));
  }

  /// Everything below the top in the order of paths: a directory, then what is in it. Each is
  /// reported as a change from nothing; read as the iterator advances.
  public Iterator<TreeChange> walk() {
    return TreeDiff.appearance(this);
  }

  /// The changes that lead from this tree to another in the order of paths, found as the iterator
  /// advances. Directories that are the same on both sides are not read.
  public Iterator<TreeChange> diff(Tree after, WholeDirectories whole) {
    return TreeDiff.between(this, after, whole);
  }

  /// An editor that starts from this tree and writes to `sink`. What it wrote must be readable
  /// through the directories of this tree.
  public TreeEditor edit(ObjectSink sink) {
    return new TreeEditor(this, sink);
  }
}
