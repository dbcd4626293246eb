package dev.tidelock.cli.command.hub;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import picocli.CommandLine;

/// `tidelock hub user disable`.
@CommandLine.Command(
    name = "disable",
    description = "Let somebody sign in no more, and end all their sessions. Projects are kept.",
    footer = {"", "Example:", "  tidelock hub user disable me@example.org"})
final class HubUserDisableCommand extends HubUserChange {
  HubUserDisableCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    HubWork.disable(directory(), address());
    return done("cannot sign in any more");
  }
}
