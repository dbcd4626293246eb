package dev.tidelock.engine.sync;

import dev.tidelock.core.name.TreePath;

/// Something that a preview says a sync would do.
///
/// @param where on which side
/// @param what what
/// @param path to which path
public record PlannedAction(Where where, What what, TreePath path) {
  /// The sides.
  public enum Where {
    /// On this device's disk.
    HERE,
    /// At the remote.
    THERE
  }

  /// The kinds of action.
  public enum What {
    /// Something new.
    ADD,
    /// A new value.
    CHANGE,
    /// A deletion.
    DELETE,
    /// Another path.
    MOVE,
    /// Two versions would be kept.
    CONFLICT
  }
}
