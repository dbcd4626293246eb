package dev.tidelock.core.commit;

import dev.tidelock.core.name.TreePath;

/// One thing that is at another place than it was in a parent. A commit's renames are simultaneous:
/// for a path, the pair with the longest prefix applies, so swaps and moves within moved
/// directories are exact.
///
/// @param from where it was in the parent
/// @param to where it is in the commit
public record Rename(TreePath from, TreePath to) {}
