package dev.tidelock.cli.command;

import dev.tidelock.cli.output.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
final class TokenCommand extends Command {
  @Spec private CommandSpec spec = CommandSpec.create();

  TokenCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  ExitCode run() {
    throw new ParameterException(spec.commandLine(), "Missing a sub-command: create, list, revoke");
  }
}
