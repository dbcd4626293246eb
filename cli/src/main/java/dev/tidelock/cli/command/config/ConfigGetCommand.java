package dev.tidelock.cli.command.config;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.settings.SettingKey;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidelock config get`.
@CommandLine.Command(
    name = "get",
    description = "Print what holds for a key: its value or its default.",
    footer = {"", "Example:", "  tidelock config get conflict.default_strategy"})
final class ConfigGetCommand extends Command {
  @Parameters(index = "0", paramLabel = "KEY", description = "The key, such as watch.enabled.")
  private String key = "";

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  ConfigGetCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    SettingKey found = ConfigKeys.find(key);
    Place place = workbench().place(choice);
    String value = workbench().settings(place).value(found);
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("key", "sync." + found.path())
                  .put("value", value)
                  .build());
    } else {
      terminal().print(value);
    }
    return ExitCode.OK;
  }
}
