package dev.tidelock.engine.scan;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;

/// Where a symbolic link points, as its text says. No link is followed to find that out.
final class LinkTarget {
  private LinkTarget() {}

  /// Whether a link at `path` points out of the project, or passes outside on its way.
  static boolean leadsOut(TreePath path, Entry.Link link) {
    if (link.text().startsWith("/")) {
      return true;
    }
    int depth = path.names().size() - 1;
    for (String name : link.text().split("/")) {
      switch (name) {
        case "", "." -> {}
        case ".." -> depth--;
        default -> depth++;
      }
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }
}
