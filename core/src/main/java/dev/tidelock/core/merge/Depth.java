package dev.tidelock.core.merge;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.name.TreePath;

/// The bound on how deep a merge follows a tree, so that a hostile one exhausts neither stack nor
/// time.
final class Depth {
  /// The most names in a path.
  static final int MAX = 1000;

  private Depth() {}

  /// Checks the number of names from the root down.
  static void check(int depth, TreePath where) {
    if (depth > MAX) {
      String start = where.toString();
      throw new MalformedException(
          "a tree is deeper than 1,000 levels, below "
              + start.substring(0, Math.min(start.length(), 200)));
    }
  }
}
