package dev.tidelock.cli.command.hub;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.workspace.json.Json;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// A command that changes one account of a hub on this machine.
abstract class HubUserChange extends Command {
  @Mixin private HubDataChoice data = new HubDataChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  @Parameters(paramLabel = "EMAIL", description = "The address they sign in with.")
  private String email = "";

  HubUserChange(Workbench workbench) {
    super(workbench);
  }

  /// Where the hub keeps everything.
  Path directory() {
    return data.directory(workbench().surroundings());
  }

  /// Whose account is changed.
  String address() {
    return HubWork.address(email);
  }

  /// Says what was done.
  ExitCode done(String what) {
    if (json.wanted()) {
      terminal().print(Json.object().put("schema", 1).put("success", true).build());
    } else {
      terminal().print(address() + " " + what);
    }
    return ExitCode.OK;
  }
}
