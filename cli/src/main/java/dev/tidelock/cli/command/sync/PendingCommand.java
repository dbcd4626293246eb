package dev.tidelock.cli.command.sync;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.command.history.Changes;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.row.TableChanges;
import dev.tidelock.engine.sync.PathDiff;
import dev.tidelock.engine.sync.WorkspaceStatus;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.settings.Settings;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock sync pending`: what the next sync would send.
@CommandLine.Command(
    name = "pending",
    description = "List what is here and not yet at the remote.",
    footer = {"", "Example:", "  tidelock sync pending --json"})
final class PendingCommand extends Command {
  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  PendingCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    Settings settings = workbench().settings(place);
    WorkspaceStatus status;
    try (OpenWorkspace workspace = workbench().open(place, settings)) {
      status =
          workspace
              .engine()
              .status(workspace.remotes().stream().map(NamedRemote::name).findFirst());
    }
    List<PathDiff> pending = status.pending();
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("pending", Json.array(pending, Changes::toJson))
                  .put("tables", Json.array(status.tables(), TableChanges::toJson))
                  .build());
    } else if (pending.isEmpty() && status.tables().isEmpty()) {
      terminal().print("Nothing is waiting to be sent.");
    } else {
      Changes.show(terminal(), pending, Integer.MAX_VALUE);
      TableChanges.show(terminal(), status.tables());
    }
    return ExitCode.OK;
  }
}
