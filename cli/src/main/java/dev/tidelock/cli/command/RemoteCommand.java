package dev.tidelock.cli.command;

import dev.tidelock.cli.output.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `tidelock remote`: the places that a workspace syncs with.
@CommandLine.Command(
    name = "remote",
    description = "Show and change the places that this directory syncs with.",
    footer = {
      "",
      "Examples:",
      "  tidelock remote add backup file:///mnt/backup/projects",
      "  tidelock remote list",
      "  tidelock remote test backup",
      "  tidelock remote remove backup",
      "",
      "A remote is a hub, or a directory that devices share, such as a mounted drive. 'sync' syncs",
      "with each remote, in the order of the list."
    })
final class RemoteCommand extends Command {
  @Spec private CommandSpec spec = CommandSpec.create();

  RemoteCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  ExitCode run() {
    throw new ParameterException(
        spec.commandLine(), "Missing a sub-command: add, list, test, remove");
  }
}
