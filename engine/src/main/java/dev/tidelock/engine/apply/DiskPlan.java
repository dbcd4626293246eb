package dev.tidelock.engine.apply;

import java.util.List;

/// What to do to the disk, in the order in which the parts are done.
///
/// @param removes files and links that go
/// @param makes directories that come, parents first
/// @param moves what only changes its place
/// @param emptied directories that go, children first
/// @param writes files and links that come or change, and changes of attributes
public record DiskPlan(
    List<Step.Remove> removes,
    List<Step.MakeDirectory> makes,
    List<Step.Move> moves,
    List<Step.RemoveDirectory> emptied,
    List<Step> writes) {
  public DiskPlan {
    removes = List.copyOf(removes);
    makes = List.copyOf(makes);
    moves = List.copyOf(moves);
    emptied = List.copyOf(emptied);
    writes = List.copyOf(writes);
  }

  /// Whether there is nothing to do.
  public boolean isEmpty() {
    return removes.isEmpty()
        && makes.isEmpty()
        && moves.isEmpty()
        && emptied.isEmpty()
        && writes.isEmpty();
  }
}
