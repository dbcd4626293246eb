package dev.tidelock.core.tree;

import dev.tidelock.core.map.Change;
import dev.tidelock.core.name.TreePath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The changes between two trees in the order of paths. Holds one open directory per level of the
/// tree, on the heap: a hostile tree may be deeper than a stack. One thread.
final class TreeDiff implements Iterator<TreeChange> {
  private final Directories before;
  private final Directories after;
  private final Tree.WholeDirectories whole;
  private final Deque<Open> path = new ArrayDeque<>();
  private Optional<TreeChange> next = Optional.empty();

  private TreeDiff(Directories before, Directories after, Tree.WholeDirectories whole) {
    this.before = before;
    this.after = after;
    this.whole = whole;
  }

  static TreeDiff between(Tree before, Tree after, Tree.WholeDirectories whole) {
    TreeDiff diff = new TreeDiff(before.directories(), after.directories(), whole);
    diff.descend(
        TreePath.ROOT,
        Optional.of(before.directories().open(before.root())),
        Optional.of(after.directories().open(after.root())));
    return diff;
  }

  static TreeDiff appearance(Tree tree) {
    TreeDiff diff =
        new TreeDiff(tree.directories(), tree.directories(), Tree.WholeDirectories.EXPANDED);
    diff.descend(
        TreePath.ROOT, Optional.empty(), Optional.of(tree.directories().open(tree.root())));
    return diff;
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && !path.isEmpty()) {
      Open open = path.element();
      if (open.changes().hasNext()) {
        take(open.path(), open.changes().next());
      } else {
        path.pop();
      }
    }
    return next.isPresent();
  }

  @Override
  public TreeChange next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are no more changes");
    }
    TreeChange change = next.orElseThrow();
    next = Optional.empty();
    return change;
  }

  private void take(TreePath directory, Change<Entry> change) {
    TreePath here = directory.child(change.key().toUtf8());
    Optional<DirectoryMap> from = open(before, change.before());
    Optional<DirectoryMap> to = open(after, change.after());
    boolean inBoth = from.isPresent() && to.isPresent();
    if (!inBoth) {
      next = Optional.of(new TreeChange(here, change.before(), change.after()));
    }
    if (inBoth || whole == Tree.WholeDirectories.EXPANDED) {
      descend(here, from, to);
    }
  }

  private void descend(TreePath here, Optional<DirectoryMap> from, Optional<DirectoryMap> to) {
    Tree.checkDepth(path.size(), here);
    if (from.isPresent() && to.isPresent()) {
      path.push(new Open(here, from.get().map().diff(to.get().map())));
    } else if (from.isPresent()) {
      path.push(
          new Open(
              here,
              new Mapped<>(
                  from.get().map().iterator(),
                  e -> new Change<>(e.getKey(), Optional.of(e.getValue()), Optional.empty()))));
    } else if (to.isPresent()) {
      path.push(
          new Open(
              here,
              new Mapped<>(
                  to.get().map().iterator(),
                  e -> new Change<>(e.getKey(), Optional.empty(), Optional.of(e.getValue())))));
    }
  }

  private static Optional<DirectoryMap> open(Directories directories, Optional<Entry> entry) {
    return entry
        .filter(Entry.Directory.class::isInstance)
        .map(directory -> directories.open((Entry.Directory) directory));
  }

  private record Open(TreePath path, Iterator<Change<Entry>> changes) {}
}
