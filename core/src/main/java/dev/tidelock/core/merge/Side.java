package dev.tidelock.core.merge;

import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.tree.Entry;
import java.util.List;

/// One of the two trees that a merge brings together.
///
/// @param tree what this side has
/// @param renames simultaneous pairs, path in the base → path in this side's tree. They are hints:
///   those that do not fit the trees are passed over, in no order and at no cost to any content
public record Side(Entry.Directory tree, List<Rename> renames) {
  public Side {
    renames = List.copyOf(renames);
  }

  /// A side in which everything is where it was.
  public static Side of(Entry.Directory tree) {
    return new Side(tree, List.of());
  }
}
