package dev.tidelock.cli.command.remote;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock remote list`.
@CommandLine.Command(
    name = "list",
    description = "List the places that this directory syncs with.",
    footer = {"", "Example:", "  tidelock remote list --json"})
final class RemoteListCommand extends Command {
  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  RemoteListCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    List<NamedRemote> remotes = OpenWorkspace.remotes(place.marker(), workbench().settings(place));
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put(
                      "remotes",
                      Json.array(
                          remotes,
                          remote ->
                              Json.object()
                                  .put("name", remote.name())
                                  .put("url", remote.url())
                                  .put("joined", remote.standing() == NamedRemote.Standing.JOINED)
                                  .build()))
                  .build());
    } else if (remotes.isEmpty()) {
      terminal().print("There is no remote; 'tidelock remote add NAME URL' adds one.");
    } else {
      remotes.forEach(remote ->
          terminal().print("%-10s %s".formatted(remote.name(), Words.shown(remote.url()))));
    }
    return ExitCode.OK;
  }
}
