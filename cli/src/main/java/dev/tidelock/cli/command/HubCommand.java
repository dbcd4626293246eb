package dev.tidelock.cli.command;

import dev.tidelock.cli.output.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
final class HubCommand extends Command {
  @Spec private CommandSpec spec = CommandSpec.create();

  HubCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  ExitCode run() {
    throw new ParameterException(
        spec.commandLine(), "Missing a sub-command: serve, user, backup, restore, gc, check");
  }
}
