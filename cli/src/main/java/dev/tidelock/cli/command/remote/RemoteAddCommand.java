package dev.tidelock.cli.command.remote;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.RootCheck;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.remote.ProjectPlace;
import dev.tidelock.workspace.remote.RemoteUrl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidelock remote add`.
@CommandLine.Command(
    name = "add",
    description = "Sync with one more place from now on.",
    footer = {
      "",
      "Examples:",
      "  tidelock remote add origin https://hub.example",
      "  tidelock remote add backup file:///mnt/drive/projects",
      "",
      "The directory is created if only its last level is missing."
    })
final class RemoteAddCommand extends Command {
  @Parameters(index = "0", paramLabel = "NAME", description = "What to call it here.")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "URL",
      description = "Its address: https://HUB or file:///DIR.")
  private String url = "";

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  RemoteAddCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    RemoteUrl address = RemoteUrl.parse(url);
    requireFree(place, address);
    RootCheck.requireApart(place.root(), address);
    workbench().access().establish(address);
    try (ProjectPlace shared = workbench().access().open(address)) {
      shared.create(place.marker().project(), place.marker().name(), place.marker().seed());
    }
    List<NamedRemote> remotes = new ArrayList<>(place.marker().remotes());
    remotes.add(new NamedRemote(name, address.toString(), NamedRemote.Standing.JOINED));
    try {
      place.with(place.marker().withRemotes(remotes));
    } catch (IOException e) {
      throw new Failure(ExitCode.of(e), Reasons.of(e), "check the permissions", e);
    }
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("remote", Json.object().put("name", name).put("url", address.toString()))
                  .build());
    } else {
      terminal()
          .print("Added the remote '" + name + "' at " + Words.shown(address.toString()) + ".");
      terminal().say("Next: tidelock sync");
    }
    return ExitCode.OK;
  }

  private void requireFree(Place place, RemoteUrl address) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,49}")) {
      throw Failure.usage(
          "'" + Words.shown(name) + "' is not a name for a remote",
          "use letters, digits, '.', '_' and '-', for example origin");
    }
    if (place.marker().remote(name).isPresent()) {
      throw Failure.usage(
          "there is a remote '" + name + "' already",
          "choose another name, or remove it first: tidelock remote remove " + name);
    }
    Optional<NamedRemote> same =
        place.marker().remotes().stream()
            .filter(remote -> remote.url().equals(address.toString()))
            .findFirst();
    if (same.isPresent()) {
      throw Failure.usage("that place is the remote '" + same.get().name() + "' already", "");
    }
  }
}
