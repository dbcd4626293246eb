package dev.tidelock.cli.command.account;

import dev.tidelock.cli.command.CommandGroup;
import dev.tidelock.cli.command.Workbench;
import picocli.CommandLine;

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
public final class DeviceCommand extends CommandGroup {
  private DeviceCommand(Workbench workbench) {
    super(workbench);
  }

  /// The command with all that it holds.
  public static CommandLine tree(Workbench workbench) {
    return new CommandLine(new DeviceCommand(workbench))
        .addSubcommand(new DeviceListCommand(workbench))
        .addSubcommand(new DeviceRevokeCommand(workbench));
  }
}
