package dev.tidelock.engine.sync;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.scan.Problem;
import java.util.List;
import java.util.Optional;

/// How a sync ended.
///
/// @param filesUp files and links that the remote learned of, changes and deletions included
/// @param filesDown files and links that changed on the disk
/// @param recordsUp rows that the remote learned of, changes and deletions included
/// @param recordsDown rows that changed in databases
/// @param bytesUp bytes sent
/// @param bytesDown bytes received
/// @param conflictsDetected paths that both sides changed, in this sync
/// @param conflictsResolved those of them that were merged or decided
/// @param conflictsOpen conflicts in the project now
/// @param commit the head now
/// @param root the id of the project's state now
/// @param problems what was left alone
/// @param stops what the mass-change guard held back
/// @param unreachable why the remote could not be reached, if it could not
/// @param actions what a preview would do to files
/// @param rows what a preview would do to rows
public record SyncOutcome(
    long filesUp,
    long filesDown,
    long recordsUp,
    long recordsDown,
    long bytesUp,
    long bytesDown,
    long conflictsDetected,
    long conflictsResolved,
    long conflictsOpen,
    Optional<ObjectId> commit,
    ObjectId root,
    List<Problem> problems,
    List<SafetyStop> stops,
    Optional<RemoteFailure> unreachable,
    List<PlannedAction> actions,
    List<PlannedRows> rows) {
  public SyncOutcome {
    problems = List.copyOf(problems);
    stops = List.copyOf(stops);
    actions = List.copyOf(actions);
    rows = List.copyOf(rows);
  }
}
