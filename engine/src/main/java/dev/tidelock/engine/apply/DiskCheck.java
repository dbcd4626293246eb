package dev.tidelock.engine.apply;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;

/// Looks closely at what stands at a path before it is displaced.
public interface DiskCheck {
  /// Whether a path shows a value, by reading it.
  boolean shows(TreePath path, Entry.Leaf expected);

  /// Whether no application would be surprised if another file stood at a path.
  boolean replaceable(TreePath path);

  /// Whether no application would take what appears at a path, where nothing stands, for something
  /// else than it is.
  boolean placeable(TreePath path);
}
