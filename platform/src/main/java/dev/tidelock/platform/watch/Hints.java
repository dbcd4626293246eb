package dev.tidelock.platform.watch;

import dev.tidelock.core.name.TreePath;

/// Takes what a [DirectoryWatch] hears: hints, which may come late, twice, or for nothing. Called
/// by the watch's own thread, and returns quickly.
public interface Hints {
  /// Something of this name changed in a directory.
  ///
  /// @param name as the machine tells it, which need not be a name that can be carried
  void changed(TreePath directory, String name);

  /// Something that stood there under this name, and still does, was written to.
  default void modified(TreePath directory, String name) {
    changed(directory, name);
  }

  /// So much changed in a directory that the names were lost.
  void overflowed(TreePath directory);
}
