package dev.tidelock.engine.scan;

import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.shown.Shown;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/// How the disk differs from what was shown: first the moves, all at once, then the changes, at the
/// paths after the moves.
///
/// @param moves what is at another path, by inode
/// @param changes by path, parents first
/// @param refreshed paths whose value is as shown, though the file system's word is not
/// @param forgotten what was shown, is not there, and was not deleted by anybody: to be treated as
///   never shown
/// @param covered the same for what went with the directory around it, whose place something else
///   took: at the paths before the moves
/// @param leftOver directories met that the project let go of, and that stayed for what is in them
/// @param problems what was left alone
public record ScanResult(
    List<Rename> moves,
    SortedMap<TreePath, Change> changes,
    SortedMap<TreePath, Shown> refreshed,
    Set<TreePath> forgotten,
    Set<TreePath> covered,
    Set<TreePath> leftOver,
    List<Problem> problems) {
  public ScanResult {
    moves = List.copyOf(moves);
    forgotten = Set.copyOf(forgotten);
    covered = Set.copyOf(covered);
    leftOver = Set.copyOf(leftOver);
    problems = List.copyOf(problems);
  }

  /// Whether the disk is as it was shown, in all that was looked at.
  public boolean isEmpty() {
    return moves.isEmpty() && changes.isEmpty() && refreshed.isEmpty() && forgotten.isEmpty();
  }
}
