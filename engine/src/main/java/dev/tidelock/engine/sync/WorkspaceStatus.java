package dev.tidelock.engine.sync;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.scan.Problem;
import java.util.List;
import java.util.Optional;

/// How a workspace stands.
///
/// @param pending what is here and, as far as is known, not at the remote
/// @param tables the tables that are otherwise here than there
/// @param conflicts how many conflicts are open
/// @param head the newest commit here
/// @param root the id of the state that the disk and the head make together
/// @param lastSynced when a sync last ended well, in milliseconds since 1970
/// @param problems what a sync would leave alone
public record WorkspaceStatus(
    List<PathDiff> pending,
    List<TableDiff> tables,
    long conflicts,
    Optional<ObjectId> head,
    ObjectId root,
    Optional<Long> lastSynced,
    List<Problem> problems) {
  public WorkspaceStatus {
    pending = List.copyOf(pending);
    tables = List.copyOf(tables);
    problems = List.copyOf(problems);
  }
}
