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
  public Round run(OpenWorkspace workspace, Settings settings, SyncOrder order) {
    Round round = runUnremembered(workspace, settings, order);
    remember(workspace, round, order);
    return round;
  }

  /// Runs it.
  public Round runUnremembered(OpenWorkspace workspace, Settings settings, SyncOrder order) {
    try (ProgressDisplay progress =
        new ProgressDisplay(
            surroundings.terminal(), workspace.place().progress(), System::nanoTime, events)) {
      return new SyncRunner(
              workspace, settings, order, progress, surroundings.clock(), reachability)
          .run();
    }
  }

  /// Remembers a round in the workspace's history of syncs.
  public static void remember(OpenWorkspace workspace, Round round, SyncOrder order) {
    if (order.effect() == SyncRequest.Effect.REAL) {
      workspace
          .runs()
          .add(
              round
                  .toJson()
                  .put("operation", operation(order).word())
                  .put("exit", round.exit().number())
                  .build());
    }
  }

  /// What an order is to a person.
  private static QueuedTask.Operation operation(SyncOrder order) {
    return order.extent() == Extent.EVERYTHING
        ? QueuedTask.Operation.SYNC
        : switch (order.direction()) {
          case UP -> QueuedTask.Operation.SEED;
          case DOWN -> QueuedTask.Operation.HYDRATE;
          case BOTH -> QueuedTask.Operation.SYNC;
        };
  }
}
