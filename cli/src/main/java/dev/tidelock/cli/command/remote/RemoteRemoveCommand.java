package dev.tidelock.cli.command.remote;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.machine.Reasons;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidelock remote remove`.
@CommandLine.Command(
    name = "remove",
    description = "Sync with a place no more. What is there stays there.",
    footer = {"", "Example:", "  tidelock remote remove backup"})
final class RemoteRemoveCommand extends Command {
  @Parameters(index = "0", paramLabel = "NAME", description = "The remote.")
  private String name = "";

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  RemoteRemoveCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    NamedRemote remote =
        place
            .marker()
            .remote(name)
            .orElseThrow(() -> RemoteTestCommand.unknown(name, place.marker().remotes()));
    try (OpenWorkspace workspace = workbench().open(place)) {
      workspace.forget(remote);
    } catch (IOException e) {
      throw new Failure(ExitCode.of(e), Reasons.of(e), "check the permissions", e);
    }
    List<NamedRemote> left =
        place.marker().remotes().stream().filter(each -> !each.equals(remote)).toList();
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("remotes", Json.array(left, each -> Json.of(each.name())))
                  .build());
    } else {
      terminal().print("Removed the remote '" + name + "'; what is at " + remote.url() + " stays.");
      if (left.isEmpty()) {
        terminal().say("This directory has no remote now: its history is kept here only.");
      }
    }
    return ExitCode.OK;
  }
}
