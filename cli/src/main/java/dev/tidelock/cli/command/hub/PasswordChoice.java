package dev.tidelock.cli.command.hub;

import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Terminal;
import picocli.CommandLine.Option;

/// The option that says where a new password comes from. A password never stands on a command line,
/// where other programs see it.
final class PasswordChoice {
  @Option(
      names = "--password-stdin",
      description = "Read the password from the first line of standard input.")
  private boolean fromInput;

  String read(Terminal terminal) {
    if (!fromInput && !terminal.interactive()) {
      throw Failure.usage(
          "there is nobody who could be asked for the password",
          "give --password-stdin and the password on standard input");
    }
    return HubWork.password(
        (fromInput ? terminal.readLine() : terminal.askSecretly("Password:"))
            .orElseThrow(() -> Failure.usage("no password was given", "")));
  }
}
