package dev.tidelock.cli.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option by which a command is told which workspace it is about.
public final class WorkspaceChoice {
  @Option(
      names = {"-w", "--workspace"},
      paramLabel = "W",
      description = "The workspace, by its project's name or its directory; else the one around.")
  private @Nullable String workspace;

  public Optional<String> chosen() {
    return Optional.ofNullable(workspace);
  }
}
