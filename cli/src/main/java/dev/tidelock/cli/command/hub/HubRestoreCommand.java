package dev.tidelock.cli.command.hub;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.workspace.json.Json;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidelock hub restore`.
@CommandLine.Command(
    name = "restore",
    description = "Make a new hub out of a backup.",
    footer = {
      "",
      "Example:",
      "  tidelock hub restore /mnt/backup/hub --data /srv/hub",
      "",
      "Devices notice that the hub is an older one, and offer again what it lacks."
    })
final class HubRestoreCommand extends Command {
  @Mixin private HubDataChoice data = new HubDataChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  @Parameters(paramLabel = "DIR", description = "The backup.")
  private String backup = "";

  HubRestoreCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Path directory = data.directory(workbench().surroundings());
    Path source = workbench().surroundings().resolve(backup);
    Json.Members done = HubWork.restore(source, directory).build();
    HubBackupCommand.report(terminal(), json, done, "restored to " + directory);
    return ExitCode.OK;
  }
}
