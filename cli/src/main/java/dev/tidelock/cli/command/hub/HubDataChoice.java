package dev.tidelock.cli.command.hub;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Surroundings;
import dev.tidelock.workspace.device.DeviceHome;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option that says which hub on this machine is meant.
final class HubDataChoice {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The directory in which the hub keeps everything.")
  private @Nullable String chosen;

  /// Where it keeps everything.
  Path directory(Surroundings surroundings) {
    requireHub();
    return Optional.ofNullable(chosen)
        .or(() -> surroundings.variable("TIDELOCK_HUB_DATA"))
        .map(surroundings::resolve)
        .orElseGet(() -> usual(surroundings));
  }

  private static Path usual(Surroundings surroundings) {
    return surroundings
        .variable("XDG_DATA_HOME")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() -> DeviceHome.userHome(surroundings.process()).resolve(".local/share"))
        .resolve("tidelock-hub");
  }

  /// The hub's part of the program is loaded for its own commands only, so that all others start
  /// quickly.
  private static void requireHub() {
    try {
      Class.forName("dev.tidelock.hub.Upkeep");
    } catch (ClassNotFoundException e) {
      throw new Failure(
          ExitCode.FAILURE,
          "this process was started without the hub's part of the program",
          "start it as 'tidelock hub …'",
          e);
    }
  }
}
