package dev.tidelock.cli.command.account;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.hubclient.HubAccount;
import dev.tidelock.hubclient.HubConnection;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.remote.RemoteUrl;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock whoami`: who this device is to a hub.
@CommandLine.Command(
    name = "whoami",
    description = "Say who is signed in to a hub here, and ask the hub whether that holds.",
    footer = {"", "Example:", "  tidelock whoami --json", "", "The exit code is 4 if nobody is."})
public final class WhoamiCommand extends Command {
  @Mixin private HubParameter named = new HubParameter();
  @Mixin private JsonChoice json = new JsonChoice();

  public WhoamiCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    if (named.given().isEmpty() && workbench().access().usualHub().isEmpty()) {
      throw new Failure(
          ExitCode.DENIED, "nobody is signed in to any hub", "'tidelock login URL' signs in");
    }
    RemoteUrl.Hub hub = named.hub(workbench());
    try (HubConnection connection = workbench().access().connect(hub)) {
      HubAccount.Identity identity = new HubAccount(connection).identity();
      if (json.wanted()) {
        terminal().print(document(hub, identity));
      } else {
        terminal()
            .print(
                Words.shown(identity.person().email())
                    + " at "
                    + hub
                    + (identity.scope().equals("read") ? ", to read only" : "")
                    + (identity.person().admin() ? ", an administrator" : ""));
      }
    }
    return ExitCode.OK;
  }

  private static Json document(RemoteUrl.Hub hub, HubAccount.Identity identity) {
    return Json.object()
        .put("schema", 1)
        .put("hub", hub.toString())
        .put(
            "account",
            Json.object()
                .put("id", identity.person().id())
                .put("email", identity.person().email())
                .put("admin", identity.person().admin()))
        .put("scope", identity.scope())
        .put("expires", identity.expires().map(Json::of).orElse(Json.NOTHING))
        .build();
  }
}
