package dev.tidelock.cli.contest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Scripts for the system's shell, each of them in a process group of its own, so that all that it
/// started can be stopped or killed with it.
final class Shell {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private Shell() {}

  /// What came of a script.
  ///
  /// @param exit its exit code
  /// @param output what it said, to both streams
  record Ended(int exit, String output) {}

  /// Runs a script to its end.
  static Ended run(Path directory, Map<String, String> environment, String script)
      throws IOException {
    return start(directory, environment, script).await();
  }

  /// Starts a script.
  static Running start(Path directory, Map<String, String> environment, String script)
      throws IOException {
    Path output = Files.createTempFile("contest-", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder("setsid", "--wait", "sh", "-c", script)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return new Running(builder.start(), output);
  }

  /// A script on its way.
  ///
  /// @param process the leader of its group
  /// @param output where what it says goes
  record Running(Process process, Path output) {
    /// Whether it is over within some time.
    boolean over(Duration patience) {
      try {
        return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /// Sends a signal to all of it.
    void signal(String name) throws IOException {
      Process sent =
          new ProcessBuilder("sh", "-c", "kill -" + name + " -" + process.pid())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        sent.waitFor();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /// Waits for its end, which is forced if it does not come.
    Ended await() throws IOException {
      if (!over(LONGEST)) {
        signal("KILL");
      }
      int exit = process.onExit().join().exitValue();
      String said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      Files.delete(output);
      return new Ended(exit, said);
    }
  }
}
