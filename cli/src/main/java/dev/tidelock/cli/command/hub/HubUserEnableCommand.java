package dev.tidelock.cli.command.hub;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import picocli.CommandLine;

/// `tidelock hub user enable`.
@CommandLine.Command(
    name = "enable",
    description = "Let somebody sign in again who was disabled.",
    footer = {"", "Example:", "  tidelock hub user enable me@example.org"})
final class HubUserEnableCommand extends HubUserChange {
  HubUserEnableCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    HubWork.enable(directory(), address());
    return done("can sign in again");
  }
}
