package dev.tidelock.cli.command.database;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.queue.Errand;
import dev.tidelock.cli.queue.WorkspaceQueue;
import dev.tidelock.cli.sync.Round;
import dev.tidelock.engine.sync.Direction;
import dev.tidelock.engine.sync.Extent;
import dev.tidelock.engine.sync.PlannedAction;
import dev.tidelock.engine.sync.PlannedRows;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.queue.QueuedTask;
import dev.tidelock.workspace.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Moving the rows of a workspace, whoever asks for it. How it ends is noted in the queue.
public final class RowOperations {
  private final Workbench workbench;
  private final Place place;
  private final Settings settings;
  private final Optional<String> acceptance;
  private final SyncRequest.Effect effect;

  /// @param workbench what all commands work with
  /// @param place the workspace
  /// @param settings what holds for it
  /// @param acceptance the hash of a held-back set that may pass
  /// @param effect whether anything shall really happen
  public RowOperations(
      Workbench workbench,
      Place place,
      Settings settings,
      Optional<String> acceptance,
      SyncRequest.Effect effect) {
    this.workbench = workbench;
    this.place = place;
    this.settings = settings;
    this.acceptance = acceptance;
    this.effect = effect;
  }

  /// Does a task that waited.
  public Moved run(QueuedTask task) {
    List<String> tables = List.copyOf(task.tables());
    return switch (task.operation()) {
      case SEED -> seed(tables, task.existing());
      case HYDRATE -> hydrate(tables, task.existing());
      case SYNC -> sync(tables);
    };
  }

  /// Sends the rows of tables.
  ///
  /// @param tables their names; none for all
  /// @param existing what to do where a remote has rows that are not here
  Moved seed(List<String> tables, QueuedTask.Existing existing) {
    return within(
        tables,
        chosen -> Errand.of(new QueuedTask(QueuedTask.Operation.SEED, chosen.full(), existing)),
        (workspace, chosen) -> seed(workspace, chosen, existing));
  }

  private Moved seed(OpenWorkspace workspace, ChosenTables chosen, QueuedTask.Existing existing) {
    if (workspace.remotes().isEmpty()) {
      throw Failure.usage(
          "there is no remote to send rows to", "'tidelock remote add NAME URL' adds one");
    }
    RowTransfer transfer = transfer(workspace, chosen);
    Round preview = transfer.preview(Direction.BOTH, Extent.ROWS);
    RowTransfer.requireReached(preview);
    List<PlannedRows> there = RowTransfer.rows(preview, PlannedAction.Where.HERE);
    if (!there.isEmpty() && existing == QueuedTask.Existing.REFUSE) {
      throw new Failure(
          ExitCode.FAILURE,
          "the remote has rows that are not here: " + RowTransfer.text(there),
          "'tidelock sync' brings them; 'tidelock seed --force' merges and writes nothing here");
    }
    if (isPreview()) {
      return planned(preview, PlannedAction.Where.THERE, chosen);
    }
    Round round = transfer.move(Direction.UP, Extent.ROWS);
    return moved(
        round,
        round.counts().recordsUp(),
        RowTransfer.rows(preview, PlannedAction.Where.THERE),
        chosen,
        List.of());
  }

  /// Brings the rows of tables here.
  ///
  /// @param tables their names; none for all
  /// @param existing what to do where rows here are not in the project
  Moved hydrate(List<String> tables, QueuedTask.Existing existing) {
    return within(
        tables,
        chosen -> Errand.of(new QueuedTask(QueuedTask.Operation.HYDRATE, chosen.full(), existing)),
        (workspace, chosen) -> {
          if (existing == QueuedTask.Existing.REFUSE) {
            UnsyncedRows.requireNone(workspace, chosen);
          }
          RowTransfer transfer = transfer(workspace, chosen);
          Round preview = transfer.preview(Direction.DOWN, Extent.ROWS);
          RowTransfer.requireReached(preview);
          if (isPreview()) {
            return planned(preview, PlannedAction.Where.HERE, chosen);
          }
          Round round = transfer.move(Direction.DOWN, Extent.ROWS);
          return down(round, preview, chosen, List.of());
        });
  }

  /// Lets tables show what the project has, after a copy of each database was made.
  ///
  /// @param tables their names; none for all
  Moved replace(List<String> tables) {
    return within(
        tables,
        chosen -> Errand.replace(chosen.full()),
        (workspace, chosen) -> {
          RowTransfer transfer = transfer(workspace, chosen);
          Round preview = transfer.preview(Direction.DOWN, Extent.ROWS_OF_PROJECT);
          RowTransfer.requireReached(preview);
          if (isPreview()) {
            return planned(preview, PlannedAction.Where.HERE, chosen);
          }
          Backups backups = new Backups(place, workbench.surroundings().clock());
          Round round = transfer.replace(backups::copy);
          return down(round, preview, chosen, backups.made());
        });
  }

  /// Syncs tables both ways.
  private Moved sync(List<String> tables) {
    return within(
        tables,
        chosen -> Errand.of(QueuedTask.of(QueuedTask.Operation.SYNC, chosen.full())),
        (workspace, chosen) -> {
          Round round = transfer(workspace, chosen).move(Direction.BOTH, Extent.ROWS);
          long rows = round.counts().recordsUp() + round.counts().recordsDown();
          return moved(round, rows, List.of(), chosen, List.of());
        });
  }

  private boolean isPreview() {
    return effect == SyncRequest.Effect.PREVIEW;
  }

  private Moved planned(Round preview, PlannedAction.Where where, ChosenTables chosen) {
    List<PlannedRows> rows = RowTransfer.rows(preview, where);
    long count = rows.stream().mapToLong(each -> each.rows().all()).sum();
    return moved(preview, count, rows, chosen, List.of());
  }

  private Moved down(Round round, Round preview, ChosenTables chosen, List<Path> copies) {
    return moved(
        round,
        round.counts().recordsDown(),
        RowTransfer.rows(preview, PlannedAction.Where.HERE),
        chosen,
        copies);
  }

  private Moved moved(
      Round round, long rows, List<PlannedRows> tables, ChosenTables chosen, List<Path> backups) {
    return new Moved(effect, round, rows, tables, chosen.among(round.busy()), backups);
  }

  private RowTransfer transfer(OpenWorkspace workspace, ChosenTables chosen) {
    return new RowTransfer(workbench, workspace, settings, chosen, acceptance);
  }

  /// What is done in an open workspace.
  private interface Work {
    Moved run(OpenWorkspace workspace, ChosenTables chosen);
  }

  private Moved within(List<String> tables, Function<ChosenTables, Errand> errands, Work work) {
    WorkspaceQueue queue = workbench.queue(place, settings);
    try (OpenWorkspace workspace = workbench.open(place, settings)) {
      ChosenTables chosen = ChosenTables.of(workspace.engine().databases(), tables);
      if (isPreview()) {
        return work.run(workspace, chosen);
      }
      Errand errand = errands.apply(chosen);
      Moved moved;
      try {
        moved = work.run(workspace, chosen);
      } catch (RuntimeException failure) {
        queue.note(errand, failure);
        throw failure;
      }
      queue.note(errand, moved.round());
      return moved;
    }
  }
}
