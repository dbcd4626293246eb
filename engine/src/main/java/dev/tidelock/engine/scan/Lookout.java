package dev.tidelock.engine.scan;

import dev.tidelock.core.name.TreePath;

/// Whoever watches directories and turns what happens in them into hints for later scans. A scan
/// tells it which directories there are, so it needs no walk and no ignore rules of its own.
public interface Lookout {
  /// Nobody watches, and nobody needs to: every scan is told what to list.
  Lookout NONE =
      new Lookout() {
        @Override
        public boolean watches(TreePath directory) {
          return true;
        }

        @Override
        public void entering(TreePath directory) {
          // Nobody wants to know.
        }
      };

  /// Whether changes in a directory give hints. One that does not is listed whenever a scan comes
  /// by its parent.
  boolean watches(TreePath directory);

  /// A directory is about to be listed. What changes in it from now on shall give hints.
  void entering(TreePath directory);
}
