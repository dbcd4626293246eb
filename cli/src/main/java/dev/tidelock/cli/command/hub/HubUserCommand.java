package dev.tidelock.cli.command.hub;

import dev.tidelock.cli.command.CommandGroup;
import dev.tidelock.cli.command.Workbench;
import picocli.CommandLine;

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
final class HubUserCommand extends CommandGroup {
  private HubUserCommand(Workbench workbench) {
    super(workbench);
  }

  /// The command with all that it holds.
  static CommandLine tree(Workbench workbench) {
    return new CommandLine(new HubUserCommand(workbench))
        .addSubcommand(new HubUserAddCommand(workbench))
        .addSubcommand(new HubUserListCommand(workbench))
        .addSubcommand(new HubUserPasswordCommand(workbench))
        .addSubcommand(new HubUserDisableCommand(workbench))
        .addSubcommand(new HubUserEnableCommand(workbench));
  }
}
