package dev.tidelock.engine.apply;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.TermKey;
import dev.tidelock.engine.shown.Shown;
import java.util.Optional;

/// One change to the disk.
public sealed interface Step {
  /// Where.
  TreePath path();

  /// Puts a file or link at a path.
  ///
  /// @param path where
  /// @param entry what
  /// @param displaced what is expected to stand there now, if anything
  /// @param term the term of a conflict that `entry` is, if it is one
  record Write(
      TreePath path, Entry.Leaf entry, Optional<Shown.Leaf> displaced, Optional<TermKey> term)
      implements Step {}

  /// Sets a file's executable bit.
  ///
  /// @param path where
  /// @param entry what it shall be; its bytes are there already
  /// @param before what is expected to stand there now
  record SetAttributes(TreePath path, Entry.File entry, Shown.Leaf before) implements Step {}

  /// Removes a file or link, into the trash.
  ///
  /// @param path where
  /// @param displaced what is expected to stand there now
  record Remove(TreePath path, Shown.Leaf displaced) implements Step {}

  /// Makes a directory, if there is none.
  ///
  /// @param path where
  record MakeDirectory(TreePath path) implements Step {}

  /// Removes a directory that the other steps emptied.
  ///
  /// @param path where
  record RemoveDirectory(TreePath path) implements Step {}

  /// Moves a file, link or whole directory to where nothing stands.
  ///
  /// @param from from where
  /// @param path to where
  /// @param moved what is expected to stand at `from` now
  record Move(TreePath from, TreePath path, Shown moved) implements Step {}
}
