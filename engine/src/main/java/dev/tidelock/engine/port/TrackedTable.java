package dev.tidelock.engine.port;

import dev.tidelock.core.record.TableId;

/// A table that is tracked.
///
/// @param id its id
/// @param name its name now; where it is gone, the last one
/// @param state what is known of it
public record TrackedTable(TableId id, String name, State state) {
  /// What is known of a tracked table.
  public enum State {
    /// Its triggers are there: [DatabaseSnapshot#changes] tells all that changed.
    SOUND,
    /// It may have changed unseen, and must be compared whole: it is tracked anew, had lost its
    /// triggers, or so much was noted that a comparison is cheaper.
    COMPARE,
    /// There is no such table any more.
    GONE,
    /// It cannot be tracked any more, or its triggers could not be restored.
    REFUSED
  }
}
