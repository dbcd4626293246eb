package dev.tidelock.cli.command.account;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.hubclient.HubAccount;
import dev.tidelock.hubclient.HubConnection;
import dev.tidelock.workspace.device.SignIn;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.remote.HubTerms;
import dev.tidelock.workspace.remote.RemoteUrl;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock logout`: gives up the right to use a hub.
@CommandLine.Command(
    name = "logout",
    description = "Sign out of a hub. Files and workspaces stay as they are.",
    footer = {
      "",
      "Example:",
      "  tidelock logout",
      "",
      "The token of this device is revoked at the hub. If the hub cannot be reached it is forgotten",
      "here only, and the exit code is 6."
    })
public final class LogoutCommand extends Command {
  @Mixin private HubParameter named = new HubParameter();
  @Mixin private JsonChoice json = new JsonChoice();

  public LogoutCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    RemoteUrl.Hub hub = named.hub(workbench());
    SignIn signIn =
        workbench()
            .home()
            .signIns()
            .at(hub.toString())
            .orElseThrow(() -> new Failure(ExitCode.DENIED, "nobody is signed in to " + hub, ""));
    Optional<RemoteFailure> unrevoked = revoke(hub, signIn);
    workbench().home().forgetSignIn(hub.toString());
    if (unrevoked.isPresent()) {
      throw new Failure(
          ExitCode.UNREACHABLE,
          "the token is forgotten here, but not revoked: " + unrevoked.get().getMessage(),
          "it is worth nothing any more from " + expiry(signIn) + " on");
    }
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("success", true)
                  .put("hub", hub.toString())
                  .build());
    } else {
      terminal().print("Signed out of " + hub + ".");
    }
    return ExitCode.OK;
  }

  private static String expiry(SignIn signIn) {
    return signIn.expires().isEmpty() ? "the day that it is revoked" : signIn.expires();
  }

  /// Revokes the token; a hub that does not know it any more needs no telling.
  private Optional<RemoteFailure> revoke(RemoteUrl.Hub hub, SignIn signIn) {
    try (HubConnection connection =
        workbench().access().connect(hub, Optional.of(signIn.token()), HubTerms.of(signIn))) {
      new HubAccount(connection).signOut();
      return Optional.empty();
    } catch (RemoteFailure failure) {
      return failure.mayPass() ? Optional.of(failure) : Optional.empty();
    }
  }
}
