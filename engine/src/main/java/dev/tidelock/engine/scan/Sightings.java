package dev.tidelock.engine.scan;

import dev.tidelock.core.name.TreePath;

/// How often something must be seen to be gone until it counts as deleted. A scan that comes in the
/// middle of a move or of an editor's save sees a state that nobody meant.
public interface Sightings {
  /// Once: nobody is at work, or a person asked for the scan.
  Sightings ONCE = _ -> true;

  /// What was shown at a path was seen to be gone; whether that is certain now.
  boolean confirm(TreePath path);

  /// A scan is over.
  ///
  /// @param scope what it listed: whatever in it was not seen to be gone has come back
  default void end(Scope scope) {}
}
