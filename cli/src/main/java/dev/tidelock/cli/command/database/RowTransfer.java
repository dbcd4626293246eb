package dev.tidelock.cli.command.database;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.row.TableChanges;
import dev.tidelock.cli.sync.EventLog;
import dev.tidelock.cli.sync.Round;
import dev.tidelock.cli.sync.ShownSync;
import dev.tidelock.cli.sync.Trouble;
import dev.tidelock.cli.sync.UsualSync;
import dev.tidelock.engine.sync.Direction;
import dev.tidelock.engine.sync.Extent;
import dev.tidelock.engine.sync.PlannedAction;
import dev.tidelock.engine.sync.PlannedRows;
import dev.tidelock.engine.sync.Safekeeping;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.settings.Settings;
import java.util.List;
import java.util.Optional;

/// Moving rows in one direction, with what is told of it.
final class RowTransfer {
  private final Workbench workbench;
  private final OpenWorkspace workspace;
  private final Settings settings;
  private final ChosenTables chosen;
  private final Optional<String> acceptance;

  RowTransfer(
      Workbench workbench,
      OpenWorkspace workspace,
      Settings settings,
      ChosenTables chosen,
      Optional<String> acceptance) {
    this.workbench = workbench;
    this.workspace = workspace;
    this.settings = settings;
    this.chosen = chosen;
    this.acceptance = acceptance;
  }

  /// What a sync of these rows would do, both ways.
  Round preview(Direction direction, Extent extent) {
    return run(request(direction).about(extent).acting(SyncRequest.Effect.PREVIEW));
  }

  /// Moves them.
  Round move(Direction direction, Extent extent) {
    return run(request(direction).about(extent));
  }

  /// Lets databases show what the project has, whatever stands in them.
  ///
  /// @param keeping keeps what is written over
  Round replace(Safekeeping keeping) {
    return run(request(Direction.DOWN).about(Extent.ROWS_OF_PROJECT, keeping));
  }

  private SyncRequest request(Direction direction) {
    return UsualSync.request(workspace.place(), settings)
        .towards(direction)
        .accepting(acceptance)
        .about(chosen.choice());
  }

  private Round run(SyncRequest request) {
    try (EventLog events = EventLog.open(workbench.surroundings(), Optional.empty())) {
      return new ShownSync(workbench.surroundings(), events).run(workspace, settings, request);
    }
  }

  /// The rows of a preview on one side, of tables that are meant.
  static List<PlannedRows> rows(Round preview, PlannedAction.Where where) {
    return preview.rows().stream()
        .filter(each -> each.where() == where)
        .filter(each -> each.rows().all() > 0)
        .toList();
  }

  /// `app.notes: 2 rows added` for each table.
  static String text(List<PlannedRows> planned) {
    return String.join(
        "; ",
        planned.stream()
            .map(each ->
                Words.shown(each.database() + "." + each.table())
                    + ": "
                    + TableChanges.text(each.rows()))
            .toList());
  }

  /// Stops a command whose preview could not be made, because a remote is out of reach.
  static void requireReached(Round preview) {
    preview.errors().stream()
        .filter(Trouble::mayPass)
        .findFirst()
        .ifPresent(trouble -> {
          throw new Failure(preview.exit(), trouble.message(), trouble.hint());
        });
  }
}
