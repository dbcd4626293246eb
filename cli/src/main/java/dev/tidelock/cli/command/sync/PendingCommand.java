package dev.tidelock.cli.command.sync;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.command.history.Changes;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.engine.sync.PathDiff;
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
    List<PathDiff> pending;
    try (OpenWorkspace workspace = workbench().open(place, settings)) {
      pending =
          workspace
              .engine()
              .status(workspace.remotes().stream().map(NamedRemote::name).findFirst())
              .pending();
    }
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("pending", Json.array(pending, Changes::toJson))
                  .build());
    } else if (pending.isEmpty()) {
      terminal().print("Nothing is waiting to be sent.");
    } else {
      Changes.show(terminal(), pending, Integer.MAX_VALUE);
    }
    return ExitCode.OK;
  }
}
