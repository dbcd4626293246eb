package dev.tidelock.engine.scan;

import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.ignore.IgnoreRules;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.shown.Shown;
import dev.tidelock.engine.shown.ShownIndex;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The ignore rules as the disk showed them when it was last looked at: what went together with the
/// file that said it was ignored was ignored when it went. Paths are those of that time.
final class RulesBefore {
  private final ShownIndex shown;
  private final ScanOptions options;
  private final Map<TreePath, IgnoreRules> known = new HashMap<>();

  RulesBefore(ShownIndex shown, ScanOptions options) {
    this.shown = shown;
    this.options = options;
  }

  /// Whether what was shown at a path is ignored now, or was.
  ///
  /// @param now the rules in force where it would be
  boolean ignored(TreePath path, Shown then, IgnoreRules now) {
    String name = path.name();
    return ignores(now, name, then) || ignores(in(path.parent().orElseThrow()), name, then);
  }

  /// Visits what is ignored, or was, below what was shown at a path; of a directory nothing but
  /// itself.
  ///
  /// @param now the rules in force where it would be
  /// @param moved what to pass over, because it is elsewhere now
  void ignoredBelow(
      TreePath path, IgnoreRules now, Predicate<TreePath> moved, Consumer<TreePath> visitor) {
    IgnoreRules inside = now.enter(path.name(), IgnoreFile.EMPTY);
    shown
        .children(path)
        .forEach((name, then) -> {
          TreePath child = path.child(name);
          if (moved.test(child)) {
            return;
          }
          if (ignored(child, then, inside)) {
            visitor.accept(child);
          } else if (then instanceof Shown.Directory) {
            ignoredBelow(child, inside, moved, visitor);
          }
        });
  }

  private static boolean ignores(IgnoreRules rules, String name, Shown then) {
    return switch (then) {
      case Shown.Directory _ -> rules.ignoresDirectory(name);
      case Shown.Leaf _ -> rules.ignoresFile(name);
    };
  }

  private IgnoreRules in(TreePath directory) {
    IgnoreRules rules = known.get(directory);
    if (rules == null) {
      IgnoreFile here = ignoreFile(directory.child(IgnoreFile.NAME)).orElse(IgnoreFile.EMPTY);
      rules =
          directory
              .parent()
              .map(parent -> in(parent).enter(directory.name(), here))
              .orElseGet(() -> IgnoreRules.root(options.overrides(), here));
      known.put(directory, rules);
    }
    return rules;
  }

  /// What an ignore file said, if there was one.
  Optional<IgnoreFile> ignoreFile(TreePath path) {
    return shown
        .get(path)
        .filter(Shown.Leaf.class::isInstance)
        .map(then -> ((Shown.Leaf) then).entry())
        .filter(Entry.File.class::isInstance)
        .map(entry -> options.ignoreFiles().apply((Entry.File) entry));
  }
}
