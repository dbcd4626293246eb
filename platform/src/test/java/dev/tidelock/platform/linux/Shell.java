package dev.tidelock.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The system's own tools, as the hand that does what the port cannot.
public final class Shell {
  private Shell() {}

  /// Runs a script in a directory, with `$1`… as given; it must succeed.
  public static String run(Path directory, String script, String... arguments) {
    Result result = start(directory, script, arguments);
    assertThat(result.status()).as("%s: %s", script, result.output()).isZero();
    return result.output();
  }

  /// Runs a script; whether it succeeded.
  public static boolean succeeds(Path directory, String script, String... arguments) {
    return start(directory, script, arguments).status() == 0;
  }

  private static Result start(Path directory, String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError("cannot run " + script, failure);
    }
  }

  private record Result(int status, String output) {}
}
