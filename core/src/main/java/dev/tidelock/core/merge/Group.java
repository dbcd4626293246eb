package dev.tidelock.core.merge;

import dev.tidelock.core.name.TreePath;
import java.util.List;

/// A directory of the merged tree, and the nodes that it was made of: more than one where different
/// directories want the same place.
///
/// @param path where it stands in the merged tree
/// @param members directories
record Group(TreePath path, List<Node> members) {
  Group {
    members = List.copyOf(members);
  }
}
