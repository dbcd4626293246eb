package dev.tidelock.cli.command.hub;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock hub user password`.
@CommandLine.Command(
    name = "password",
    description = "Give somebody another password, and end all their sessions.",
    footer = {
      "",
      "Example:",
      "  tidelock hub user password me@example.org --password-stdin < secret"
    })
final class HubUserPasswordCommand extends HubUserChange {
  @Mixin private PasswordChoice password = new PasswordChoice();

  HubUserPasswordCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    HubWork.setPassword(directory(), address(), password.read(terminal()));
    return done("has another password now");
  }
}
