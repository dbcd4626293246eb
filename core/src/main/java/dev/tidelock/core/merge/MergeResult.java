package dev.tidelock.core.merge;

import dev.tidelock.core.commit.Note;
import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import java.util.List;

/// What came of a merge.
///
/// @param tree the merged tree, conflicts included
/// @param fromFirst what is at another place than in the first side
/// @param fromSecond what is at another place than in the second side
/// @param notes what was decided without asking, sorted by path
/// @param merged paths whose two versions were merged into one
/// @param decided paths where a strategy took one side
/// @param opened paths that became conflicts by this merge
public record MergeResult(
    Entry.Directory tree,
    List<Rename> fromFirst,
    List<Rename> fromSecond,
    List<Note> notes,
    List<TreePath> merged,
    List<TreePath> decided,
    List<TreePath> opened) {
  public MergeResult {
    fromFirst = List.copyOf(fromFirst);
    fromSecond = List.copyOf(fromSecond);
    notes = List.copyOf(notes);
    merged = List.copyOf(merged);
    decided = List.copyOf(decided);
    opened = List.copyOf(opened);
  }
}
