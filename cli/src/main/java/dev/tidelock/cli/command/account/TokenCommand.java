package dev.tidelock.cli.command.account;

import dev.tidelock.cli.command.CommandGroup;
import dev.tidelock.cli.command.Workbench;
import picocli.CommandLine;

/// `tidelock token`: rights for programs to use a hub.
@CommandLine.Command(
    name = "token",
    description = "Make, list and revoke tokens, with which programs use a hub in your name.",
    footer = {
      "",
      "Examples:",
      "  tidelock token create 'nightly build' --scope read --days 30",
      "  tidelock token list",
      "  tidelock token revoke 3f9ac2",
      "",
      "A program uses a token as TIDELOCK_TOKEN, or with 'tidelock login --token'. The devices that",
      "are signed in are listed by 'tidelock device list'."
    })
public final class TokenCommand extends CommandGroup {
  private TokenCommand(Workbench workbench) {
    super(workbench);
  }

  /// The command with all that it holds.
  public static CommandLine tree(Workbench workbench) {
    return new CommandLine(new TokenCommand(workbench))
        .addSubcommand(new TokenCreateCommand(workbench))
        .addSubcommand(new TokenListCommand(workbench))
        .addSubcommand(new TokenRevokeCommand(workbench));
  }
}
