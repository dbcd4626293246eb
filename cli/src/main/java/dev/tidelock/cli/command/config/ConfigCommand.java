package dev.tidelock.cli.command.config;

import dev.tidelock.cli.command.CommandGroup;
import dev.tidelock.cli.command.Workbench;
import picocli.CommandLine;

/// `tidelock config`: the settings of a workspace on this device.
@CommandLine.Command(
    name = "config",
    description = "Show and change the settings of this directory, .tidelock/sync.yaml.",
    footer = {
      "",
      "Examples:",
      "  tidelock config list",
      "  tidelock config set conflict.default_strategy newest",
      "  tidelock config get conflict.default_strategy",
      "  tidelock config explain conflict.paths",
      "  tidelock config validate"
    })
public final class ConfigCommand extends CommandGroup {
  private ConfigCommand(Workbench workbench) {
    super(workbench);
  }

  /// The command with all that it holds.
  public static CommandLine tree(Workbench workbench) {
    return new CommandLine(new ConfigCommand(workbench))
        .addSubcommand(new ConfigGetCommand(workbench))
        .addSubcommand(new ConfigSetCommand(workbench))
        .addSubcommand(new ConfigListCommand(workbench))
        .addSubcommand(new ConfigExplainCommand(workbench))
        .addSubcommand(new ConfigValidateCommand(workbench));
  }
}
