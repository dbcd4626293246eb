package dev.tidelock.workspace;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.platform.linux.LinuxFileSystem;
import dev.tidelock.platform.linux.WorkspaceLock;
import dev.tidelock.workspace.machine.Machine;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import java.time.Duration;
import java.util.OptionalLong;

/// The way to have a workspace alone.
public final class Hold {
  private static final TreePath FILE = Place.STATE.child("lock");
  private static final int PATIENCE_MILLIS = 2_000;
  private static final int STEP_MILLIS = 20;

  private Hold() {}

  /// Takes a workspace, after a short wait if need be: most commands are over at once.
  ///
  /// @param files its directory; the lock ends with it at the latest
  /// @throws WorkspaceFailure with [WorkspaceFailure.Reason#BUSY] if another process keeps it
  public static WorkspaceLock take(Place place, LinuxFileSystem files) {
    for (int waited = 0; ; waited += STEP_MILLIS) {
      switch (WorkspaceLock.tryAcquire(files, FILE, Machine.CLOCK)) {
        case WorkspaceLock.Attempt.Acquired(WorkspaceLock lock) -> {
          return lock;
        }
        case WorkspaceLock.Attempt.Held(OptionalLong process) -> {
          if (waited >= PATIENCE_MILLIS || Thread.currentThread().isInterrupted()) {
            throw busy(place, process);
          }
          pause();
        }
      }
    }
  }

  private static WorkspaceFailure busy(Place place, OptionalLong process) {
    String holder =
        process.isPresent() ? "process " + process.getAsLong() : "another process, maybe elsewhere";
    return new WorkspaceFailure(
        WorkspaceFailure.Reason.BUSY,
        "the workspace " + place.root() + " is in use by " + holder,
        "wait until it is done; 'tidelock status' shows how far it is");
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(STEP_MILLIS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
