package dev.tidelock.core.tree;

import dev.tidelock.core.name.TreePath;
import java.util.Optional;

/// The difference between two trees at one path. A directory that is in both is no difference,
/// whatever changed below it.
///
/// @param path the path
/// @param before what was there, if anything
/// @param after what is there, if anything
public record TreeChange(TreePath path, Optional<Entry> before, Optional<Entry> after) {
  /// Whether nothing changed but a modification time, which is no change to a user.
  public boolean isTouch() {
    return before.isPresent() && after.isPresent() && before.get().sameAs(after.get());
  }
}
