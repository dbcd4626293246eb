package dev.tidelock.cli.command;

import dev.tidelock.cli.output.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `tidelock device`: the devices that are signed in to a hub.
@CommandLine.Command(
    name = "device",
    description = "List the devices that are signed in as you, and shut one out.",
    footer = {
      "",
      "Examples:",
      "  tidelock device list",
      "  tidelock device revoke old-laptop",
      "",
      "A device that is shut out keeps what it has, and syncs no more until somebody signs in there."
    })
final class DeviceCommand extends Command {
  @Spec private CommandSpec spec = CommandSpec.create();

  DeviceCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  ExitCode run() {
    throw new ParameterException(spec.commandLine(), "Missing a sub-command: list, revoke");
  }
}
