package dev.tidelock.engine.apply;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.shown.Shown;
import java.util.Optional;

/// A change that the disk shows, durably.
public sealed interface Done {
  /// A file, link or directory stands at a path.
  ///
  /// @param path where
  /// @param shown what
  record Stands(TreePath path, Shown shown) implements Done {}

  /// Nothing of the project stands at a path or below.
  ///
  /// @param path where
  /// @param leftOver the directory that had to stay for what is not of the project
  record Gone(TreePath path, Optional<Shown.Directory> leftOver) implements Done {}

  /// Something, with all below it, stands at another path.
  ///
  /// @param from where it stood
  /// @param to where it stands
  /// @param shown what stands there now
  record Moved(TreePath from, TreePath to, Shown shown) implements Done {}
}
