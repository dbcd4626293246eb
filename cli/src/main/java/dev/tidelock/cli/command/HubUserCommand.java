package dev.tidelock.cli.command;

import dev.tidelock.cli.output.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `tidelock hub user`: who may sign in at a hub on this machine.
@CommandLine.Command(
    name = "user",
    description = "Show and change who may sign in at a hub on this machine.",
    footer = {
      "",
      "Examples:",
      "  tidelock hub user add me@example.org --password-stdin < secret",
      "  tidelock hub user list",
      "  tidelock hub user password me@example.org --password-stdin < secret",
      "  tidelock hub user disable me@example.org"
    })
final class HubUserCommand extends Command {
  @Spec private CommandSpec spec = CommandSpec.create();

  HubUserCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  ExitCode run() {
    throw new ParameterException(
        spec.commandLine(), "Missing a sub-command: add, list, password, disable, enable");
  }
}
