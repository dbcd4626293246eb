package dev.tidelock.engine.tree;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.Change;
import dev.tidelock.core.map.MapFormat;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.tree.Directories;
import dev.tidelock.core.tree.Entry;
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
  private final MapFormat<Entry> format;
  private final ObjectSource source;
  private final ObjectSink sink;

  /// @param seed the project's seed
  /// @param source where nodes are
  /// @param sink where new nodes go
  public Trees(Bytes seed, ObjectSource source, ObjectSink sink) {
    this.directories = new Directories(seed, source);
    this.format = Directories.format(seed);
    this.source = source;
    this.sink = sink;
  }

  /// The project's directories.
  public Directories directories() {
    return directories;
  }

  /// The tree that holds nothing.
  public Entry.Directory empty() {
    MerkleMap<Entry> map = MerkleMap.empty(format, source, sink);
    return new Entry.Directory(map.root(), map.summary());
  }

  /// An editor of a tree.
  public TreeEditor edit(Entry.Directory top) {
    return new TreeEditor(top, format, source, sink);
  }

  /// What stands at a path of a tree.
  public Optional<Entry> find(Entry.Directory top, TreePath path) {
    Entry entry = top;
    for (String name : path.names()) {
      if (!(entry instanceof Entry.Directory directory)) {
        return Optional.empty();
      }
      Optional<Entry> next = map(directory).get(Bytes.utf8(name));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      entry = next.get();
    }
    return Optional.of(entry);
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
    map(directory).forEach(each -> children.put(each.getKey().toUtf8(), each.getValue()));
    return children;
  }

  /// Shows everything below a directory that stands at `path`, parents first.
  public void below(TreePath path, Entry.Directory directory, BiConsumer<TreePath, Entry> visitor) {
    children(directory)
        .forEach((name, entry) -> {
          TreePath child = path.child(name);
          visitor.accept(child, entry);
          if (entry instanceof Entry.Directory inner) {
            below(child, inner, visitor);
          }
        });
  }

  /// Shows where two trees differ: a path that is a directory on both sides is looked into, and one
  /// that is a directory on one side only is shown whole.
  public void diff(Entry.Directory before, Entry.Directory after, DiffVisitor visitor) {
    diff(TreePath.ROOT, before, after, visitor);
  }

  private void diff(
      TreePath path, Entry.Directory before, Entry.Directory after, DiffVisitor visitor) {
    if (before.root().equals(after.root())) {
      return;
    }
    Iterator<Change<Entry>> changes = map(before).diff(map(after));
    while (changes.hasNext()) {
      Change<Entry> change = changes.next();
      TreePath child = path.child(change.key().toUtf8());
      if (change.before().orElse(null) instanceof Entry.Directory was
          && change.after().orElse(null) instanceof Entry.Directory is) {
        diff(child, was, is, visitor);
      } else {
        visitor.differs(child, change.before(), change.after());
      }
    }
  }

  private MerkleMap<Entry> map(Entry.Directory directory) {
    return MerkleMap.at(directory.root(), format, source);
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
