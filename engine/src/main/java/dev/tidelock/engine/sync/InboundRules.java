package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.ignore.IgnoreRules;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What of the project is kept off this disk: what the project's own ignore files cover there, and
/// version-control directories, which only this device's own overrides let in; a synced file
/// cannot.
final class InboundRules {
  private final Stores stores;
  private final Entry.Directory head;
  private final Map<TreePath, IgnoreRules> rules = new HashMap<>();
  private final Map<TreePath, IgnoreRules> own = new HashMap<>();

  InboundRules(Stores stores, Entry.Directory head) {
    this.stores = stores;
    this.head = head;
  }

  /// Whether an entry is to be kept off, or left alone where it is.
  boolean refuse(TreePath path, Entry entry) {
    TreePath parent = path.parent().orElseThrow();
    boolean directory = entry instanceof Entry.Directory;
    return ignores(rules(parent), path.name(), directory ? Kind.DIRECTORY : Kind.FILE)
        || versionControl(path, directory ? Kind.DIRECTORY : Kind.FILE);
  }

  /// Whether nothing would be seen of a directory but itself: all that is in it is to be kept off.
  boolean hides(TreePath path, Entry.Directory directory) {
    Map<String, Entry> children = stores.trees.children(directory);
    return !children.isEmpty()
        && children.entrySet().stream()
            .allMatch(each -> {
              TreePath child = path.child(each.getKey());
              return refuse(child, each.getValue())
                  || each.getValue() instanceof Entry.Directory inner && hides(child, inner);
            });
  }

  private boolean versionControl(TreePath path, Kind kind) {
    List<String> names = path.names();
    TreePath here = TreePath.ROOT;
    for (int i = 0; i < names.size(); i++) {
      Kind each = i == names.size() - 1 ? kind : Kind.DIRECTORY;
      if (IgnoreRules.isVersionControlDirectory(names.get(i))
          && ignores(own(here), names.get(i), each)) {
        return true;
      }
      here = here.child(names.get(i));
    }
    return false;
  }

  private static boolean ignores(IgnoreRules rules, String name, Kind kind) {
    return kind == Kind.DIRECTORY ? rules.ignoresDirectory(name) : rules.ignoresFile(name);
  }

  private IgnoreRules rules(TreePath directory) {
    IgnoreRules known = rules.get(directory);
    if (known == null) {
      IgnoreFile here = ignoreFile(directory);
      known =
          directory
              .parent()
              .map(parent -> rules(parent).enter(directory.name(), here))
              .orElseGet(() -> IgnoreRules.root(stores.parts.overrides(), here));
      rules.put(directory, known);
    }
    return known;
  }

  private IgnoreRules own(TreePath directory) {
    IgnoreRules known = own.get(directory);
    if (known == null) {
      known =
          directory
              .parent()
              .map(parent -> own(parent).enter(directory.name(), IgnoreFile.EMPTY))
              .orElseGet(() -> IgnoreRules.root(stores.parts.overrides(), IgnoreFile.EMPTY));
      own.put(directory, known);
    }
    return known;
  }

  private IgnoreFile ignoreFile(TreePath directory) {
    Optional<Bytes> content =
        stores
            .trees
            .find(head, directory.child(IgnoreFile.NAME))
            .filter(Entry.File.class::isInstance)
            .flatMap(file -> stores.contents.read((Entry.File) file));
    return content.map(IgnoreFile::parse).orElse(IgnoreFile.EMPTY);
  }

  private enum Kind {
    FILE,
    DIRECTORY
  }
}
