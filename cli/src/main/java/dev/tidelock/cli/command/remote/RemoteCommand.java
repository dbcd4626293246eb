package dev.tidelock.cli.command.remote;

import dev.tidelock.cli.command.CommandGroup;
import dev.tidelock.cli.command.Workbench;
import picocli.CommandLine;

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
public final class RemoteCommand extends CommandGroup {
  private RemoteCommand(Workbench workbench) {
    super(workbench);
  }

  /// The command with all that it holds.
  public static CommandLine tree(Workbench workbench) {
    return new CommandLine(new RemoteCommand(workbench))
        .addSubcommand(new RemoteAddCommand(workbench))
        .addSubcommand(new RemoteListCommand(workbench))
        .addSubcommand(new RemoteTestCommand(workbench))
        .addSubcommand(new RemoteRemoveCommand(workbench));
  }
}
