package dev.tidelock.cli.output;

import dev.tidelock.workspace.machine.Environment;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a command finds around it when it starts.
///
/// @param directory where it was started, absolute
/// @param environment the environment variables
/// @param terminal the streams
/// @param clock the time, for showing it to people
public record Surroundings(
    Path directory, Map<String, String> environment, Terminal terminal, InstantSource clock) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /// Those of this process.
  public static Surroundings ofProcess() {
    return new Surroundings(
        Path.of("").toAbsolutePath(),
        System.getenv(),
        Terminal.ofProcess(),
        InstantSource.system());
  }

  /// Of these, what other parts than commands may know.
  public Environment process() {
    return new Environment(directory, environment);
  }

  /// An environment variable, if it is set and not empty.
  public Optional<String> variable(String name) {
    return process().variable(name);
  }

  /// A path as a person wrote it, from where the command was started.
  public Path resolve(String path) {
    return process().resolve(path);
  }

  /// Whether `TIDELOCK_LOG` asks for everything.
  public boolean debugging() {
    String level = variable("TIDELOCK_LOG").orElse("").toLowerCase(Locale.ROOT);
    return level.equals("debug") || level.equals("trace");
  }
}
