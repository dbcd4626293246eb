package dev.tidelock.core.tree;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectSink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A tree in the making: an existing tree and edits by path, written back together. Only
/// directories that an edit passes through are read, and written. One thread.
public final class TreeEditor {
  private final Directories directories;
  private final ObjectSink sink;
  private final Node root;

  TreeEditor(Tree tree, ObjectSink sink) {
    this.directories = tree.directories();
    this.sink = sink;
    this.root = new Node(Optional.of(tree.root()));
  }

  /// What stands at a path now, with all edits; a directory is written for that.
  public Optional<Entry> get(TreePath path) {
    Node node = root;
    List<String> names = path.names();
    for (int i = 0; i < names.size(); i++) {
      Optional<Slot> slot = node.slot(names.get(i));
      if (slot.isEmpty()) {
        return Optional.empty();
      }
      if (i == names.size() - 1) {
        return Optional.of(slot.get().entry());
      }
      Optional<Node> next = node.existing(names.get(i));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      node = next.get();
    }
    return Optional.of(node.entry());
  }

  /// What a [#put] at a path would displace: what stands there, or else the file, link or conflict
  /// that stands in the place of a directory on the way.
  public Optional<Standing> displacedBy(TreePath path) {
    Node node = root;
    TreePath here = TreePath.ROOT;
    for (String name : path.names()) {
      TreePath at = here.child(name);
      Optional<Slot> slot = node.slot(name);
      Optional<Node> next = at.equals(path) ? Optional.empty() : node.existing(name);
      if (next.isEmpty()) {
        return slot.map(found -> new Standing(at, found.entry()));
      }
      node = next.get();
      here = at;
    }
    return Optional.empty();
  }

  /// Puts an entry at a path, in place of whatever stands there. Missing directories on the way are
  /// made; a file, link or conflict on the way gives way to a directory.
  public void put(TreePath path, Entry entry) {
    Node parent = root;
    for (String name : path.parent().orElseThrow().names()) {
      parent = parent.enter(name);
    }
    parent.edits.put(path.name(), Optional.of(new Slot.Whole(entry)));
  }

  /// Makes sure that a directory stands at a path.
  public void putDirectory(TreePath path) {
    Node node = root;
    for (String name : path.names()) {
      node = node.enter(name);
    }
  }

  /// Removes what stands at a path, and returns it as it was with all edits.
  public Optional<Entry> take(TreePath path) {
    Optional<Entry> taken = get(path);
    if (taken.isPresent()) {
      Node parent = root;
      for (String name : path.parent().orElseThrow().names()) {
        parent = parent.existing(name).orElseThrow();
      }
      parent.edits.put(path.name(), Optional.empty());
    }
    return taken;
  }

  /// Writes every directory that was edited, and returns the tree.
  public Entry.Directory write() {
    return root.entry();
  }

  /// An entry where it stands.
  ///
  /// @param path where
  /// @param entry what
  public record Standing(TreePath path, Entry entry) {}

  /// What a name stands for in an edited directory.
  private sealed interface Slot {
    Entry entry();

    record Whole(Entry entry) implements Slot {}

    record Opened(Node node) implements Slot {
      @Override
      public Entry entry() {
        return node.entry();
      }
    }
  }

  /// A directory that was looked into.
  private final class Node {
    private final DirectoryMap before;
    private final Map<String, Optional<Slot>> edits = new HashMap<>();

    private Node(Optional<Entry.Directory> before) {
      this.before = before.map(directories::open).orElseGet(() -> directories.empty(sink));
    }

    private Optional<Slot> slot(String name) {
      Optional<Slot> edited = edits.get(name);
      return edited != null ? edited : before.get(name).map(Slot.Whole::new);
    }

    private Optional<Node> existing(String name) {
      return slot(name)
          .flatMap(slot ->
              switch (slot) {
                case Slot.Opened opened -> Optional.of(opened.node());
                case Slot.Whole whole ->
                    whole.entry() instanceof Entry.Directory directory
                        ? Optional.of(open(name, Optional.of(directory)))
                        : Optional.empty();
              });
    }

    private Node enter(String name) {
      return existing(name).orElseGet(() -> open(name, Optional.empty()));
    }

    private Node open(String name, Optional<Entry.Directory> before) {
      Node node = new Node(before);
      edits.put(name, Optional.of(new Slot.Opened(node)));
      return node;
    }

    private Entry.Directory entry() {
      Map<String, Optional<Entry>> changes = new HashMap<>();
      edits.forEach((name, slot) -> changes.put(name, slot.map(Slot::entry)));
      return before.mutate(changes, sink).entry();
    }
  }
}
