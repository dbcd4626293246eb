package dev.tidelock.cli.program;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.workspace.json.Json;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock version`.
@CommandLine.Command(
    name = "version",
    description = "Show the version.",
    footer = {"", "Example:", "  tidelock version --json"})
final class VersionCommand extends Command {
  @Mixin private JsonChoice json = new JsonChoice();

  VersionCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("version", Workbench.version())
                  .put("java", System.getProperty("java.runtime.version", "unknown"))
                  .build());
    } else {
      terminal().print("tidelock " + Workbench.version());
    }
    return ExitCode.OK;
  }
}
