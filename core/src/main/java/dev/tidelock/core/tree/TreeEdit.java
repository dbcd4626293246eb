package dev.tidelock.core.tree;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Applies edits of paths to a tree in the order of paths, so that each directory is read and
/// written once. Holds the directories from the root down to the last edit. One thread.
final class TreeEdit {
  private final Directories directories;
  private final ObjectSink sink;
  private final Deque<Open> open = new ArrayDeque<>();

  TreeEdit(Tree tree, ObjectSink sink) {
    directories = tree.directories();
    this.sink = sink;
    open.push(new Open(TreePath.ROOT, Optional.of(tree.root()), new HashMap<>()));
  }

  /// Sets or removes what is at a path that is greater than all before.
  void edit(TreePath path, Optional<Entry> entry) {
    TreePath parent =
        path.parent().orElseThrow(() -> new IllegalArgumentException("the root stays"));
    while (!parent.startsWith(open.element().path())) {
      close();
    }
    for (String name : open.element().path().relativize(parent).names()) {
      Open above = open.element();
      open.push(new Open(above.path().child(name), current(above, name), new HashMap<>()));
    }
    open.element().edits().put(path.name(), entry);
  }

  /// The directory at the top, after the last edit.
  Entry.Directory finish() {
    while (open.size() > 1) {
      close();
    }
    return (Entry.Directory) edited(open.pop()).orElseThrow();
  }

  private Optional<Entry> current(Open above, String name) {
    if (above.edits().containsKey(name)) {
      return above.edits().getOrDefault(name, Optional.empty());
    }
    return above.directory().flatMap(directory -> directories.open(directory).get(name));
  }

  private void close() {
    Open done = open.pop();
    if (!done.edits().isEmpty()) {
      open.element().edits().put(done.path().name(), edited(done));
    }
  }

  private Optional<Entry> edited(Open done) {
    if (done.directory().isPresent()) {
      return Optional.of(
          directories.open(done.directory().get()).mutate(done.edits(), sink).entry());
    }
    Map<String, Entry> set = new HashMap<>();
    done.edits().forEach((name, entry) -> entry.ifPresent(value -> set.put(name, value)));
    if (set.isEmpty()) {
      return done.start();
    }
    if (done.start().isPresent()) {
      throw new IllegalArgumentException("'" + done.path() + "' is no directory");
    }
    return Optional.of(directories.build(set, sink).entry());
  }

  /// @param path where it is
  /// @param start what is there before the edits below it
  /// @param edits what becomes of the names in it
  private record Open(TreePath path, Optional<Entry> start, Map<String, Optional<Entry>> edits) {
    Optional<Entry.Directory> directory() {
      return start.filter(Entry.Directory.class::isInstance).map(Entry.Directory.class::cast);
    }
  }
}
