package dev.tidelock.workspace.settings;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.ignore.IgnoreRules;
import dev.tidelock.core.merge.Strategy;
import dev.tidelock.core.name.TreePath;
import java.util.List;

/// A strategy for the paths that a pattern matches.
///
/// @param pattern the pattern, in gitignore's syntax
/// @param strategy the strategy
public record PathStrategy(String pattern, Strategy strategy) {
  /// Whether the pattern matches a file at `path`, or a directory that it is in.
  public boolean matches(TreePath path) {
    IgnoreRules rules = IgnoreRules.root(rule(), IgnoreFile.EMPTY);
    List<String> names = path.names();
    for (String directory : names.subList(0, Math.max(0, names.size() - 1))) {
      rules = rules.enter(directory, IgnoreFile.EMPTY);
    }
    return !path.isRoot() && rules.ignoresFile(path.name());
  }

  /// The pattern as the only one: what it does not match is taken back from the built-in rules.
  private IgnoreFile rule() {
    return IgnoreFile.parse(Bytes.utf8("!*\n" + pattern + "\n"));
  }
}
