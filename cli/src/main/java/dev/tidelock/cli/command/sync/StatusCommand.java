package dev.tidelock.cli.command.sync;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.sync.ProgressDisplay;
import dev.tidelock.engine.sync.DatabaseStatus;
import dev.tidelock.engine.sync.WorkspaceStatus;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import dev.tidelock.workspace.settings.Settings;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock status`: how a workspace stands, without asking any remote.
@CommandLine.Command(
    name = "status",
    description = "Show how this directory stands, without asking any remote.",
    footer = {
      "",
      "Examples:",
      "  tidelock status",
      "  tidelock status --json -w notes",
      "",
      "The exit code is 5 if conflicts are open, else 0."
    })
public final class StatusCommand extends Command {
  private static final int RUNS = 1000;

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  public StatusCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    Settings settings = workbench().settings(place);
    List<NamedRemote> remotes = OpenWorkspace.remotes(place.marker(), settings);
    Optional<Json.Members> syncing = ProgressDisplay.read(place.progress());
    if (syncing.isPresent()) {
      return busy(place, remotes, syncing.get());
    }
    WorkspaceStatus status;
    List<DatabaseStatus> databases;
    LastRuns runs;
    try (OpenWorkspace workspace = workbench().open(place, settings)) {
      status = workspace.engine().status(remotes.stream().map(NamedRemote::name).findFirst());
      databases =
          workspace.engine().attachments().isEmpty() ? List.of() : workspace.engine().databases();
      runs = new LastRuns(workspace.runs().newest(RUNS));
    } catch (WorkspaceFailure failure) {
      Optional<Json.Members> begun = ProgressDisplay.read(place.progress());
      if (failure.reason() != WorkspaceFailure.Reason.BUSY || begun.isEmpty()) {
        throw failure;
      }
      return busy(place, remotes, begun.get());
    }
    Standing standing =
        new Standing(
            place,
            remotes,
            status,
            databases,
            runs,
            workbench().queue(place, settings).operations().entries());
    if (json.wanted()) {
      view().document(standing);
    } else {
      view().show(standing);
    }
    return status.conflicts() > 0 ? ExitCode.CONFLICTS : ExitCode.OK;
  }

  private StatusView view() {
    return new StatusView(terminal(), workbench().surroundings().clock().instant());
  }

  /// What can be told while another process works in the workspace.
  private ExitCode busy(Place place, List<NamedRemote> remotes, Json.Members syncing) {
    if (json.wanted()) {
      view().busyDocument(place, remotes, syncing);
    } else {
      view().showBusy(place, syncing);
    }
    return ExitCode.OK;
  }
}
