package dev.tidelock.cli.command.health;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.OpenWorkspace;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that say which remotes a command looks after, beside what is here.
final class RemoteChoice {
  @Option(names = "--remote", paramLabel = "NAME", description = "Look after this remote, too.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--all", description = "Look after all remotes, too.")
  private boolean all;

  /// The remotes that were chosen; none if none was.
  ///
  /// @throws Failure if there is no such remote
  List<NamedRemote> of(OpenWorkspace workspace) {
    if (all) {
      return workspace.remotes();
    }
    return name.map(wanted ->
            List.of(
                workspace.remotes().stream()
                    .filter(remote -> remote.name().equals(wanted))
                    .findFirst()
                    .orElseThrow(() ->
                        new Failure(
                            ExitCode.NOT_FOUND,
                            "there is no remote '" + wanted + "'",
                            "'tidelock remote list' shows what there is"))))
        .orElse(List.of());
  }

  /// The place of the project at a remote.
  ///
  /// @throws Failure if the project is not there yet
  static RemotePlace place(OpenWorkspace workspace, NamedRemote remote) {
    return workspace
        .connect(remote, SyncRequest.Effect.PREVIEW)
        .orElseThrow(() ->
            new Failure(
                ExitCode.NOT_FOUND,
                "the project is not at " + remote.name() + " yet",
                "'tidelock sync' brings it there"));
  }
}
