package dev.tidelock.engine.scan;

import dev.tidelock.engine.shown.Shown;

/// How a path on the disk differs from what was shown there.
public sealed interface Change {
  /// A new value stands there.
  ///
  /// @param shown the value, as now shown
  record Put(Shown.Leaf shown) implements Change {}

  /// A directory that was not shown before stands there; what is in it are changes of their own.
  ///
  /// @param shown the directory, as now shown
  record MakeDirectory(Shown.Directory shown) implements Change {}

  /// What was shown, and everything below it, is gone.
  record Gone() implements Change {}
}
