package dev.tidelock.core.merge;

import dev.tidelock.core.map.Change;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.tree.Directories;
import dev.tidelock.core.tree.DirectoryMap;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.NamedEntry;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The directories that a merge reads and writes. Keeps those open that it met last, because
/// renames ask for the same ones again and again. One thread.
final class DirectoryMaps {
  private static final int KEPT = 256;

  private final Directories directories;
  private final ObjectSink sink;
  private final Map<Entry.Directory, Opened> open =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<dev.tidelock.core.tree.Entry.Directory, Opened> eldest) {
          return size() > KEPT;
        }
      };

  DirectoryMaps(Directories directories, ObjectSink sink) {
    this.directories = directories;
    this.sink = sink;
  }

  /// What a name stands for.
  Optional<Entry> get(Entry.Directory directory, String name) {
    return opened(directory).get(name);
  }

  /// What a path leads to; at the root of paths, the directory itself.
  Optional<Entry> get(Entry.Directory root, TreePath path) {
    Entry at = root;
    for (String name : path.names()) {
      if (!(at instanceof Entry.Directory directory)) {
        return Optional.empty();
      }
      Optional<Entry> child = get(directory, name);
      if (child.isEmpty()) {
        return child;
      }
      at = child.get();
    }
    return Optional.of(at);
  }

  /// Calls back for every entry, in the order of names.
  void forEach(Entry.Directory directory, Consumer<NamedEntry> action) {
    open(directory).forEach(action);
  }

  /// Every name under which the two hold different things.
  SortedMap<String, Difference> diff(Entry.Directory before, Entry.Directory after) {
    SortedMap<String, Difference> found = new TreeMap<>();
    Iterator<Change<Entry>> changes = open(before).map().diff(open(after).map());
    changes.forEachRemaining(change ->
        found.put(change.key().toUtf8(), new Difference(change.before(), change.after())));
    return found;
  }

  /// The directory with these names set, or removed where there is no value.
  Entry.Directory with(Entry.Directory directory, Map<String, Optional<Entry>> changes) {
    return changes.isEmpty() ? directory : open(directory).mutate(changes, sink).entry();
  }

  /// The directory without entries.
  Entry.Directory empty() {
    return directories.empty(sink).entry();
  }

  private DirectoryMap open(Entry.Directory directory) {
    return opened(directory).map;
  }

  private Opened opened(Entry.Directory directory) {
    return open.computeIfAbsent(directory, some -> new Opened(directories.open(some)));
  }

  /// A directory that is read name by name, until it is asked so often that reading it as a whole
  /// costs no more.
  private static final class Opened {
    private static final int NAMES_PER_READ = 16;

    private final DirectoryMap map;
    private final Map<String, Entry> whole = new HashMap<>();
    private long asked;

    Opened(DirectoryMap map) {
      this.map = map;
    }

    Optional<Entry> get(String name) {
      if (whole.isEmpty() && ++asked > NAMES_PER_READ && asked * NAMES_PER_READ > map.size()) {
        map.forEach(child -> whole.put(child.name(), child.entry()));
      }
      return whole.isEmpty() ? map.get(name) : Optional.ofNullable(whole.get(name));
    }
  }

  /// What a name stood for, and stands for now.
  record Difference(Optional<Entry> before, Optional<Entry> after) {}
}
