package dev.tidelock.cli.command.hub;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.json.Json;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock hub user list`.
@CommandLine.Command(
    name = "list",
    description = "List who may sign in at a hub on this machine.",
    footer = {"", "Example:", "  tidelock hub user list --json"})
final class HubUserListCommand extends Command {
  @Mixin private HubDataChoice data = new HubDataChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  HubUserListCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    List<Json.Members> accounts = HubWork.users(data.directory(workbench().surroundings()));
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("users", Json.array(accounts, account -> account))
                  .build());
    } else if (accounts.isEmpty()) {
      terminal().print("Nobody can sign in; 'tidelock hub user add EMAIL' lets somebody.");
    } else {
      accounts.forEach(account -> terminal().print(line(account)));
    }
    return ExitCode.OK;
  }

  private static String line(Json.Members account) {
    return Words.shown(account.text("email").orElse(""))
        + mark(account, "admin")
        + mark(account, "disabled");
  }

  private static String mark(Json.Members account, String name) {
    return account.get(name).filter(new Json.Truth(true)::equals).isPresent() ? "  " + name : "";
  }
}
