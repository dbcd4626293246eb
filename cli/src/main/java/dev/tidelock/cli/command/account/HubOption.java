package dev.tidelock.cli.command.account;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.hubclient.HubAccount;
import dev.tidelock.hubclient.HubConnection;
import dev.tidelock.workspace.remote.RemoteUrl;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option that says at which hub something is done to the account that is signed in there.
final class HubOption {
  @Option(
      names = "--hub",
      paramLabel = "URL",
      description =
          "The hub's address. Default: that of TIDELOCK_HUB, or the one signed in to last.")
  private @Nullable String url;

  /// Does something to the account at the hub that is meant.
  <T> T with(Workbench workbench, Function<HubAccount, T> work) {
    RemoteUrl.Hub hub = workbench.hub(Optional.ofNullable(url));
    try (HubConnection connection = workbench.access().connect(hub)) {
      return work.apply(new HubAccount(connection));
    }
  }
}
