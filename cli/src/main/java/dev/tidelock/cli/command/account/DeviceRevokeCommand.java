package dev.tidelock.cli.command.account;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.hubclient.HubAccount;
import java.util.Optional;
import picocli.CommandLine;
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
final class DeviceRevokeCommand extends RevokeCommand {
  @Parameters(paramLabel = "DEVICE", description = "The device's id or name.")
  private String wanted = "";

  DeviceRevokeCommand(Workbench workbench) {
    super(workbench, "device");
  }

  @Override
  Optional<Candidate> candidate(HubAccount.TokenView token) {
    return token
        .device()
        .map(device -> new Candidate(token.id(), device, token.deviceName().orElse("")));
  }

  @Override
  String wanted() {
    return wanted;
  }
}
