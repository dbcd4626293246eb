package dev.tidelock.cli.command.sync;

import dev.tidelock.cli.sync.Trouble;
import dev.tidelock.engine.sync.DatabaseStatus;
import dev.tidelock.engine.sync.WorkspaceStatus;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.queue.QueueEntry;
import java.util.List;
import java.util.Locale;

/// How a workspace stands, without asking any remote.
///
/// @param place the workspace
/// @param remotes its remotes
/// @param status what differs here, and what is open
/// @param databases the databases of the project and of this device
/// @param runs what was done before
/// @param queue what waits to be tried again
record Standing(
    Place place,
    List<NamedRemote> remotes,
    WorkspaceStatus status,
    List<DatabaseStatus> databases,
    LastRuns runs,
    List<QueueEntry> queue) {
  /// All of it in a word.
  State state() {
    if (status.conflicts() > 0) {
      return State.CONFLICT;
    }
    boolean trouble =
        status.problems().stream()
            .map(Trouble::of)
            .anyMatch(each -> each.weight() == Trouble.Weight.FAILURE);
    if (trouble || runs.failed()) {
      return State.ERROR;
    }
    boolean left = !runs.busy().isEmpty() || !runs.waiting().isEmpty();
    return !isPending() && status.head().isPresent() && !left ? State.SYNCED : State.PENDING;
  }

  /// Whether something here was not synced yet.
  boolean isPending() {
    return !status.pending().isEmpty() || !status.tables().isEmpty();
  }

  /// How a workspace may stand.
  enum State {
    /// The remotes had it all when they were asked last.
    SYNCED,
    /// There is something to sync.
    PENDING,
    /// Somebody has to decide.
    CONFLICT,
    /// Something went wrong, here or at the last sync.
    ERROR;

    /// The name in documents.
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
