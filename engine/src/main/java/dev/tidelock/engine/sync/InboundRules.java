package dev.tidelock.engine.sync;

import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.ignore.IgnoreRules;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What of the project is kept off this disk: what the project's own ignore files cover there, and
/// version-control directories, which only this device's own overrides let in; a synced file
/// cannot. Of an ignore file that is in conflict each version covers what it would cover alone:
/// some disk shows it.
final class InboundRules {
  private final Stores stores;
  private final Entry.Directory head;
  private final Map<TreePath, List<IgnoreRules>> rules = new HashMap<>();
  private final Map<TreePath, IgnoreRules> own = new HashMap<>();
  private final Set<TreePath> showing = new HashSet<>();

  InboundRules(Stores stores, Entry.Directory head) {
    this.stores = stores;
    this.head = head;
  }

  /// Whether an entry is to be kept off, or left alone where it is.
  boolean refuse(TreePath path, Entry entry) {
    TreePath parent = path.parent().orElseThrow();
    boolean directory = entry instanceof Entry.Directory;
    Kind kind = directory ? Kind.DIRECTORY : Kind.FILE;
    return rules(parent).stream().anyMatch(each -> ignores(each, path.name(), kind))
        || versionControl(path, kind);
  }

  /// Whether nothing would be seen of a directory but itself: all that is in it is to be kept off.
  boolean hides(TreePath path, Entry.Directory directory) {
    if (showing.contains(path)) {
      return false;
    }
    // No recursion: a tree may be deeper than a stack.
    Map<TreePath, Entry.Directory> open = new LinkedHashMap<>(Map.of(path, directory));
    while (!open.isEmpty()) {
      Map.Entry<TreePath, Entry.Directory> next = open.entrySet().iterator().next();
      open.remove(next.getKey());
      Map<String, Entry> children = stores.trees.children(next.getValue());
      if (children.isEmpty()) {
        return shows(path, next.getKey());
      }
      for (Map.Entry<String, Entry> each : children.entrySet()) {
        TreePath child = next.getKey().child(each.getKey());
        if (!refuse(child, each.getValue())) {
          if (!(each.getValue() instanceof Entry.Directory inner)) {
            return shows(path, next.getKey());
          }
          open.put(child, inner);
        }
      }
    }
    return true;
  }

  /// Remembers that all directories from one down to another show something; false.
  private boolean shows(TreePath from, TreePath to) {
    TreePath at = to;
    while (showing.add(at) && !at.equals(from)) {
      at = at.parent().orElseThrow();
    }
    return false;
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

  /// The rules in a directory, in as many versions as it takes to hold each version of each ignore
  /// file at least once.
  private List<IgnoreRules> rules(TreePath directory) {
    List<IgnoreRules> known = rules.get(directory);
    if (known == null) {
      List<IgnoreFile> here = ignoreFiles(directory);
      List<IgnoreRules> above = directory.parent().map(this::rules).orElse(List.of());
      known = new ArrayList<>();
      for (int i = 0; i < Math.max(here.size(), above.size()); i++) {
        IgnoreFile file = here.get(Math.min(i, here.size() - 1));
        known.add(
            above.isEmpty()
                ? IgnoreRules.root(stores.overrides(), file)
                : above.get(Math.min(i, above.size() - 1)).enter(directory.name(), file));
      }
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
              .orElseGet(() -> IgnoreRules.root(stores.overrides(), IgnoreFile.EMPTY));
      own.put(directory, known);
    }
    return known;
  }

  private List<IgnoreFile> ignoreFiles(TreePath directory) {
    Optional<Entry> entry = stores.trees.find(head, directory.child(IgnoreFile.NAME));
    return switch (entry.orElse(null)) {
      case Entry.File file -> List.of(stores.contents.ignoreFile(file));
      case Entry.Conflict conflict ->
          conflict.terms().stream()
              .map(Term::entry)
              .map(term ->
                  term instanceof Entry.File file
                      ? stores.contents.ignoreFile(file)
                      : IgnoreFile.EMPTY)
              .toList();
      case null, default -> List.of(IgnoreFile.EMPTY);
    };
  }

  private enum Kind {
    FILE,
    DIRECTORY
  }
}
