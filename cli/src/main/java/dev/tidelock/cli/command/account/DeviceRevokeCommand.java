package dev.tidelock.cli.command.account;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.hubclient.HubAccount;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidelock device revoke`.
@CommandLine.Command(
    name = "revoke",
    description = "Shut a device out: it can use the hub no more until somebody signs in there.",
    footer = {
      "",
      "Example:",
      "  tidelock device revoke old-laptop",
      "",
      "What is on the device stays there. It is named as 'tidelock device list' names it; its id may",
      "be abbreviated."
    })
final class DeviceRevokeCommand extends Command {
  @Mixin private HubOption hub = new HubOption();
  @Mixin private JsonChoice json = new JsonChoice();

  @Parameters(paramLabel = "DEVICE", description = "The device's id or name.")
  private String wanted = "";

  DeviceRevokeCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    HubAccount.TokenView revoked =
        hub.with(
            workbench(),
            account -> {
              List<Revocation.Candidate> devices =
                  account.tokens().stream()
                      .filter(each -> each.device().isPresent())
                      .map(each ->
                          new Revocation.Candidate(
                              each, each.device().orElse(""), each.deviceName().orElse("")))
                      .toList();
              return new Revocation("device").run(account, devices, wanted);
            });
    Revocation.report(
        terminal(), json, "device", revoked.device().orElse(""), revoked.deviceName().orElse(""));
    return ExitCode.OK;
  }
}
