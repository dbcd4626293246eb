package dev.tidelock.cli.command.account;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Words;
import dev.tidelock.hubclient.HubAccount;
import dev.tidelock.workspace.json.Json;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock device list`.
@CommandLine.Command(
    name = "list",
    description = "List the devices that are signed in to a hub as you.",
    footer = {"", "Example:", "  tidelock device list --json"})
final class DeviceListCommand extends Command {
  @Mixin private HubOption hub = new HubOption();
  @Mixin private JsonChoice json = new JsonChoice();

  DeviceListCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    List<HubAccount.TokenView> sessions =
        hub.with(workbench(), HubAccount::tokens).stream()
            .filter(each -> each.device().isPresent())
            .toList();
    String here = workbench().home().device().id().text();
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("devices", Json.array(sessions, each -> document(each, here)))
                  .build());
    } else if (sessions.isEmpty()) {
      terminal().print("No device is signed in.");
    } else {
      sessions.forEach(each -> terminal().print(line(each, here)));
    }
    return ExitCode.OK;
  }

  private static Json document(HubAccount.TokenView session, String here) {
    return Json.object()
        .put("id", session.device())
        .put("name", session.deviceName())
        .put("this", isHere(session, here))
        .put("signedIn", session.made())
        .put("used", session.used())
        .put("expires", session.expires())
        .build();
  }

  private static String line(HubAccount.TokenView session, String here) {
    return "%s  used %s  %s%s"
        .formatted(
            Words.shown(session.device().orElse("")),
            Words.shown(session.used().orElse("never")),
            Words.shown(session.deviceName().orElse("")),
            isHere(session, here) ? "  (this one)" : "");
  }

  private static boolean isHere(HubAccount.TokenView session, String here) {
    return session.device().filter(here::equals).isPresent();
  }
}
