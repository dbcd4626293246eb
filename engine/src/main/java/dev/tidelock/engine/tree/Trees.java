package dev.tidelock.engine.tree;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.tree.Directories;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Tree;
import dev.tidelock.core.tree.TreeChange;
import dev.tidelock.core.tree.TreeEditor;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// A project's trees of entries: reading, editing, comparing. One thread.
public final class Trees {
  private final Directories directories;
  private final ObjectSink sink;

  /// @param seed the project's seed
  /// @param source where nodes are
  /// @param sink where new nodes go
  public Trees(Bytes seed, ObjectSource source, ObjectSink sink) {
    this.directories = new Directories(seed, source);
    this.sink = sink;
  }

  /// The project's directories.
  public Directories directories() {
    return directories;
  }

  /// The tree that holds nothing.
  public Entry.Directory empty() {
    return directories.empty(sink).entry();
  }

  /// An editor of a tree.
  public TreeEditor edit(Entry.Directory top) {
    return tree(top).edit(sink);
  }

  /// What stands at a path of a tree.
  public Optional<Entry> find(Entry.Directory top, TreePath path) {
    return tree(top).get(path);
  }

  /// Whether a tree has something at a path; where that cannot be told, it is assumed.
  public Predicate<TreePath> holds(Optional<Entry.Directory> top) {
    return path -> {
      try {
        return top.isEmpty() || find(top.get(), path).isPresent();
      } catch (MissingObjectException _) {
        return true;
      }
    };
  }

  /// What stands directly in a directory, by name, in order.
  public Map<String, Entry> children(Entry.Directory directory) {
    Map<String, Entry> children = new LinkedHashMap<>();
    directories.open(directory).forEach(named -> children.put(named.name(), named.entry()));
    return children;
  }

  /// Shows everything below a directory that stands at `path`, parents first.
  public void below(TreePath path, Entry.Directory directory, BiConsumer<TreePath, Entry> visitor) {
    tree(directory)
        .walk()
        .forEachRemaining(
            found -> visitor.accept(path.resolve(found.path()), found.after().orElseThrow()));
  }

  /// Shows where two trees differ: a path that is a directory on both sides is looked into, and one
  /// that is a directory on one side only is shown whole.
  public void diff(Entry.Directory before, Entry.Directory after, DiffVisitor visitor) {
    Iterator<TreeChange> changes = tree(before).diff(tree(after), Tree.WholeDirectories.AS_ONE);
    changes.forEachRemaining(
        change -> visitor.differs(change.path(), change.before(), change.after()));
  }

  private Tree tree(Entry.Directory top) {
    return new Tree(top, directories);
  }

  /// Takes the differences of two trees.
  @FunctionalInterface
  public interface DiffVisitor {
    /// @param path where
    /// @param before what the one tree has there
    /// @param after what the other has there
    void differs(TreePath path, Optional<Entry> before, Optional<Entry> after);
  }
}
