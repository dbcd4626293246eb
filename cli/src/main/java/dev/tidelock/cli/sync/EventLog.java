package dev.tidelock.cli.sync;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Surroundings;
import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.machine.Reasons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// What happens, line by line with its time: in a file where one is asked for, and on the errors
/// with `TIDELOCK_LOG=debug`. For use by any thread.
public final class EventLog implements AutoCloseable {
  private final Surroundings surroundings;
  private final Optional<Writer> file;

  private EventLog(Surroundings surroundings, Optional<Writer> file) {
    this.surroundings = surroundings;
    this.file = file;
  }

  /// @param surroundings the clock, and whether to say everything
  /// @param path the file to add to, if one is wanted
  public static EventLog open(Surroundings surroundings, Optional<Path> path) {
    if (path.isEmpty()) {
      return new EventLog(surroundings, Optional.empty());
    }
    try {
      return new EventLog(
          surroundings,
          Optional.of(
              Files.newBufferedWriter(
                  path.get(),
                  StandardCharsets.UTF_8,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.APPEND)));
    } catch (IOException e) {
      throw new Failure(
          ExitCode.USAGE,
          "the log file cannot be written: " + Reasons.of(e),
          "choose another one with --log-file",
          e);
    }
  }

  /// Something that a person wants to find there.
  public void info(String event) {
    write("info ", event);
  }

  /// Something for who looks for a defect.
  public void debug(String event) {
    if (surroundings.debugging()) {
      write("debug", event);
    }
  }

  private synchronized void write(String level, String event) {
    if (file.isEmpty() && !surroundings.debugging()) {
      return;
    }
    String line =
        Words.iso(surroundings.clock().instant()) + " " + level + " " + Words.shown(event);
    if (surroundings.debugging()) {
      surroundings.terminal().say(line);
    }
    if (file.isPresent()) {
      try {
        file.get().write(line + System.lineSeparator());
      } catch (IOException e) {
        throw new UncheckedIOException("the log file cannot be written", e);
      }
    }
  }

  @Override
  public void close() {
    if (file.isPresent()) {
      try {
        file.get().close();
      } catch (IOException e) {
        throw new UncheckedIOException("the log file cannot be written", e);
      }
    }
  }
}
