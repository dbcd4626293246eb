package dev.tidelock.cli.command.hub;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.json.Json;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidelock hub backup`.
@CommandLine.Command(
    name = "backup",
    description = "Copy a hub as it is at one moment, also while it serves.",
    footer = {
      "",
      "Examples:",
      "  tidelock hub backup /mnt/backup/hub",
      "  tidelock hub restore /mnt/backup/hub --data /srv/hub",
      "",
      "A second backup to the same directory copies only what is new. What was backed up can be",
      "served from at once, or restored elsewhere."
    })
final class HubBackupCommand extends Command {
  @Mixin private HubDataChoice data = new HubDataChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  @Parameters(paramLabel = "DIR", description = "Where the copy goes.")
  private String target = "";

  HubBackupCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Path directory = workbench().surroundings().resolve(target);
    Json.Members done =
        HubWork.backup(data.directory(workbench().surroundings()), directory).build();
    report(terminal(), json, done, "backed up to " + directory);
    return ExitCode.OK;
  }

  static void report(Terminal terminal, JsonChoice json, Json.Members done, String what) {
    if (json.wanted()) {
      terminal.print(done);
    } else {
      long packs = done.whole("packs").orElse(0L);
      String size = Words.size(done.whole("bytes").orElse(0L));
      terminal.print("%s: %d packs, %s copied".formatted(what, packs, size));
    }
  }
}
