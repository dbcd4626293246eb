package dev.tidelock.workspace.machine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where a process works, and what it was told by the variables of its environment.
///
/// @param directory where it works, absolute
/// @param variables the environment variables
public record Environment(Path directory, Map<String, String> variables) {
  public Environment {
    variables = Map.copyOf(variables);
  }

  /// That of this process.
  public static Environment ofProcess() {
    return new Environment(Path.of("").toAbsolutePath(), System.getenv());
  }

  /// An environment variable, if it is set and not empty.
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /// A path as a person wrote it, from where the process works.
  public Path resolve(String path) {
    return directory.resolve(path).normalize();
  }
}
