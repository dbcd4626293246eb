package dev.tidelock.engine.sync;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import java.util.Optional;

/// How two states differ at one path.
///
/// @param path where, in the later state; of what is deleted, in the earlier
/// @param what how
/// @param before what the earlier state has
/// @param after what the later state has
/// @param renamedFrom where it stood in the earlier state, if elsewhere
public record PathDiff(
    TreePath path,
    What what,
    Optional<Entry> before,
    Optional<Entry> after,
    Optional<TreePath> renamedFrom) {
  /// The ways to differ.
  public enum What {
    /// Only the later state has it.
    ADDED,
    /// Both have it, with other values.
    MODIFIED,
    /// Only the earlier state has it.
    DELETED,
    /// It is at another path, with the same or another value.
    RENAMED
  }
}
