package dev.tidelock.testkit;

import java.io.IOException;
import java.util.List;

/// Programs of the machine that tests use, of which only matters whether they succeed.
public final class SystemTool {
  private SystemTool() {}

  /// Whether a command succeeded; it does not where there is no such program.
  public static boolean ran(String... command) {
    return ran(List.of(command));
  }

  /// Whether a command succeeded; it does not where there is no such program.
  public static boolean ran(List<String> command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Runs a command, which must succeed.
  public static void require(String... command) {
    require(List.of(command));
  }

  /// Runs a command, which must succeed.
  public static void require(List<String> command) {
    if (!ran(command)) {
      throw new AssertionError(String.join(" ", command) + " failed");
    }
  }
}
