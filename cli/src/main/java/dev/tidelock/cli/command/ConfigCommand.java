package dev.tidelock.cli.command;

import dev.tidelock.cli.output.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
final class ConfigCommand extends Command {
  @Spec private CommandSpec spec = CommandSpec.create();

  ConfigCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  ExitCode run() {
    throw new ParameterException(
        spec.commandLine(), "Missing a sub-command: get, set, list, explain, validate");
  }
}
