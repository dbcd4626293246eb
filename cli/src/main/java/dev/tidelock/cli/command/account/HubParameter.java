package dev.tidelock.cli.command.account;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.workspace.remote.RemoteUrl;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/// The parameter that says which hub is meant.
final class HubParameter {
  @Parameters(
      arity = "0..1",
      paramLabel = "URL",
      description =
          "The hub's address. Default: that of TIDELOCK_HUB, or the one signed in to last.")
  private @Nullable String url;

  /// The address, if one was given.
  Optional<String> given() {
    return Optional.ofNullable(url);
  }

  /// The hub that is meant.
  RemoteUrl.Hub hub(Workbench workbench) {
    return workbench.hub(given());
  }
}
