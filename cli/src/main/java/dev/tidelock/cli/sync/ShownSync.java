package dev.tidelock.cli.sync;

import dev.tidelock.cli.output.Surroundings;
import dev.tidelock.engine.sync.Extent;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.queue.QueuedTask;
import dev.tidelock.workspace.settings.Settings;

/// A sync of an open workspace that a person sees: how it goes is shown, and that it was run is
/// remembered if it really happened.
public final class ShownSync {
  private final Surroundings surroundings;
  private final EventLog events;
  private final Reachability reachability;

  /// @param surroundings where it is shown
  /// @param events where what happens is noted
  public ShownSync(Surroundings surroundings, EventLog events) {
    this(surroundings, events, Reachability.UNKNOWN);
  }

  /// @param surroundings where it is shown
  /// @param events where what happens is noted
  /// @param reachability what is known of the way to remotes
  public ShownSync(Surroundings surroundings, EventLog events, Reachability reachability) {
    this.surroundings = surroundings;
    this.events = events;
    this.reachability = reachability;
  }

  /// Runs it and remembers it.
  public Round run(OpenWorkspace workspace, Settings settings, SyncRequest request) {
    Round round = runUnremembered(workspace, settings, request);
    remember(workspace, round, request);
    return round;
  }

  /// Runs it.
  public Round runUnremembered(OpenWorkspace workspace, Settings settings, SyncRequest request) {
    try (ProgressDisplay progress =
        new ProgressDisplay(
            surroundings.terminal(), workspace.place().progress(), System::nanoTime, events)) {
      return new SyncRunner(
              workspace, settings, request, progress, surroundings.clock(), reachability)
          .run();
    }
  }

  /// Remembers a round in the workspace's history of syncs.
  public static void remember(OpenWorkspace workspace, Round round, SyncRequest request) {
    if (request.effect() == SyncRequest.Effect.REAL) {
      workspace
          .runs()
          .add(
              round
                  .toJson()
                  .put("operation", operation(request).word())
                  .put("exit", round.exit().number())
                  .build());
    }
  }

  /// What a request is to a person.
  private static QueuedTask.Operation operation(SyncRequest request) {
    return request.part().extent() == Extent.EVERYTHING
        ? QueuedTask.Operation.SYNC
        : switch (request.direction()) {
          case UP -> QueuedTask.Operation.SEED;
          case DOWN -> QueuedTask.Operation.HYDRATE;
          case BOTH -> QueuedTask.Operation.SYNC;
        };
  }
}
