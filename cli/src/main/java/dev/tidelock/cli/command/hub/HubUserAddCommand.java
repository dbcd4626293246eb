package dev.tidelock.cli.command.hub;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.workspace.json.Json;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidelock hub user add`.
@CommandLine.Command(
    name = "add",
    description = "Let somebody sign in at a hub on this machine.",
    footer = {
      "",
      "Example:",
      "  tidelock hub user add me@example.org --password-stdin < secret",
      "",
      "It works before the hub was ever started, and while it serves."
    })
final class HubUserAddCommand extends Command {
  @Mixin private HubDataChoice data = new HubDataChoice();
  @Mixin private PasswordChoice password = new PasswordChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  @Parameters(paramLabel = "EMAIL", description = "The address to sign in with.")
  private String email = "";

  @Option(names = "--admin", description = "Let them do what concerns others.")
  private boolean admin;

  HubUserAddCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Path directory = data.directory(workbench().surroundings());
    String address = HubWork.address(email);
    Json.Members account =
        HubWork.add(directory, address, password.read(terminal()), admin)
            .orElseThrow(() ->
                new Failure(
                    ExitCode.FAILURE,
                    "there is an account " + address + " already",
                    "'tidelock hub user password' changes its password"));
    if (json.wanted()) {
      terminal().print(Json.object().put("schema", 1).put("user", account).build());
    } else {
      terminal().print(address + " can sign in now");
    }
    return ExitCode.OK;
  }
}
