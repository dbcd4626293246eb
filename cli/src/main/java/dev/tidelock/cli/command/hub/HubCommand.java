package dev.tidelock.cli.command.hub;

import dev.tidelock.cli.command.CommandGroup;
import dev.tidelock.cli.command.Workbench;
import picocli.CommandLine;

/// `tidelock hub`: the server that devices sync through.
@CommandLine.Command(
    name = "hub",
    description = "Run a hub, through which devices find each other, and look after it.",
    footer = {
      "",
      "Examples:",
      "  tidelock hub user add me@example.org --password-stdin < secret",
      "  tidelock hub serve",
      "  tidelock hub backup /mnt/backup/hub",
      "",
      "All but 'serve' and 'restore' work while the hub serves. Everything is kept in one directory:",
      "that of --data, or of TIDELOCK_HUB_DATA, or ~/.local/share/tidelock-hub."
    })
public final class HubCommand extends CommandGroup {
  private HubCommand(Workbench workbench) {
    super(workbench);
  }

  /// The command with all that it holds.
  public static CommandLine tree(Workbench workbench) {
    return new CommandLine(new HubCommand(workbench))
        .addSubcommand(new HubServeCommand(workbench))
        .addSubcommand(HubUserCommand.tree(workbench))
        .addSubcommand(new HubBackupCommand(workbench))
        .addSubcommand(new HubRestoreCommand(workbench))
        .addSubcommand(new HubGcCommand(workbench))
        .addSubcommand(new HubCheckCommand(workbench));
  }
}
