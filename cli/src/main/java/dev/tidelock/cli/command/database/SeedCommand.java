package dev.tidelock.cli.command.database;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.sync.Round;
import dev.tidelock.engine.sync.Direction;
import dev.tidelock.engine.sync.Extent;
import dev.tidelock.engine.sync.PlannedAction;
import dev.tidelock.engine.sync.PlannedRows;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidelock seed`: sends the rows that are here.
@CommandLine.Command(
    name = "seed",
    description = "Send the rows of databases here to the remotes; nothing is written here.",
    footer = {
      "",
      "Examples:",
      "  tidelock seed                       all tables that are synced here",
      "  tidelock seed notes app.projects    these",
      "  tidelock seed --json",
      "",
      "Files are left to 'sync'. Where a remote has rows that are not here, nothing is sent, and the",
      "exit code is 1: 'sync' brings them, and --force merges them without writing them here."
    })
public final class SeedCommand extends Command {
  @Parameters(
      arity = "0..*",
      paramLabel = "TABLE",
      description = "Tables, each TABLE or DATABASE.TABLE; else all.")
  private List<String> tables = new ArrayList<>();

  @Option(names = "--force", description = "Merge with rows at the remote that are not here.")
  private boolean force;

  @Option(
      names = "--accept-deletes",
      paramLabel = "HASH",
      description = "Let the deletions pass that a safety stop held back as HASH.")
  private @Nullable String acceptance;

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  public SeedCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    Settings settings = workbench().settings(place);
    try (OpenWorkspace workspace = workbench().open(place, settings)) {
      if (workspace.remotes().isEmpty()) {
        throw Failure.usage(
            "there is no remote to send rows to", "'tidelock remote add NAME URL' adds one");
      }
      ChosenTables chosen = ChosenTables.of(workspace.engine().databases(), tables);
      RowTransfer transfer =
          new RowTransfer(
              workbench(), workspace, settings, chosen, Optional.ofNullable(acceptance));
      Round preview = transfer.preview(Direction.BOTH, Extent.ROWS);
      RowTransfer.requireReached(preview);
      List<PlannedRows> there = RowTransfer.rows(preview, PlannedAction.Where.HERE);
      if (!there.isEmpty() && !force) {
        throw new Failure(
            ExitCode.FAILURE,
            "the remote has rows that are not here: " + RowTransfer.text(there),
            "'tidelock sync' brings them; 'tidelock seed --force' merges and writes nothing here");
      }
      Round round = transfer.move(Direction.UP, Extent.ROWS);
      transfer.answer(
          json.wanted(),
          round,
          round.counts().recordsUp(),
          RowTransfer.rows(preview, PlannedAction.Where.THERE),
          List.of());
      return round.exit();
    }
  }
}
