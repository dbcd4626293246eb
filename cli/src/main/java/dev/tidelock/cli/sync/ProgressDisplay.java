package dev.tidelock.cli.sync;

import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.output.Words;
import dev.tidelock.core.MalformedException;
import dev.tidelock.engine.sync.Progress;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonFile;
import dev.tidelock.workspace.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/// Shows how a long operation goes: on a terminal in one line that changes, elsewhere with a line
/// every ten seconds; and in a small file, from which other processes tell how far it is. Closing
/// it removes both. One thread.
public final class ProgressDisplay implements Progress, AutoCloseable {
  private static final long LINE_NANOS = Duration.ofMillis(100).toNanos();
  private static final long FILE_NANOS = Duration.ofMillis(500).toNanos();
  private static final long REPORT_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int ITEM_LENGTH = 40;

  private final Terminal terminal;
  private final Path file;
  private final LongSupplier nanos;
  private final EventLog log;

  private Phase phase = Phase.SCAN;
  private long started;
  private long files;
  private long bytes;
  private long filesDone;
  private long bytesDone;
  private long lastLine;
  private long lastReport;
  private long lastFile;
  private boolean shown;

  /// @param terminal where to show it
  /// @param file the file for other processes
  /// @param nanos a clock that never goes back, in nanoseconds
  /// @param log is told of every phase
  public ProgressDisplay(Terminal terminal, Path file, LongSupplier nanos, EventLog log) {
    this.terminal = terminal;
    this.file = file;
    this.nanos = nanos;
    this.log = log;
    this.started = nanos.getAsLong();
    this.lastLine = started;
    this.lastReport = started;
    this.lastFile = started - FILE_NANOS;
  }

  @Override
  public void phase(Phase begun, long filesExpected, long bytesExpected) {
    phase = begun;
    files = filesExpected;
    bytes = bytesExpected;
    filesDone = 0;
    bytesDone = 0;
    started = nanos.getAsLong();
    log.info("phase " + operation());
    update("");
  }

  @Override
  public void advanced(long filesMore, long bytesMore, String item) {
    filesDone += filesMore;
    bytesDone += bytesMore;
    log.debug(operation() + " " + item);
    update(item);
  }

  private void update(String item) {
    long now = nanos.getAsLong();
    if (now - lastFile >= FILE_NANOS) {
      lastFile = now;
      writeFile(now);
    }
    if (terminal.attached(Terminal.Stream.ERRORS)) {
      if (now - lastLine >= LINE_NANOS) {
        lastLine = now;
        shown = true;
        terminal.overwrite(line(now) + "  " + shortened(Words.shown(item)));
      }
    } else if (now - lastReport >= REPORT_NANOS) {
      lastReport = now;
      terminal.say(line(now));
    }
  }

  private String line(long now) {
    StringBuilder line = new StringBuilder(operation());
    if (filesDone > 0 || files > 0) {
      line.append("  ").append(Words.count(filesDone, "file"));
    }
    if (files > 0) {
      line.append(" of ").append(files);
    }
    if (bytesDone > 0) {
      line.append(", ").append(Words.size(bytesDone));
      if (bytes > 0) {
        line.append(" of ").append(Words.size(bytes));
      }
      double seconds = Math.max(0.001, (now - started) / 1e9);
      line.append(", ").append(Words.size((long) (bytesDone / seconds))).append("/s");
    }
    secondsLeft(now)
        .ifPresent(left ->
            line.append(", ").append(Words.duration(Duration.ofSeconds(left))).append(" left"));
    return line.toString();
  }

  private String operation() {
    return switch (phase) {
      case SCAN -> "looking";
      case FETCH -> "fetching";
      case MERGE -> "merging";
      case APPLY -> "applying";
      case PUSH -> "sending";
      case VERIFY -> "checking";
    };
  }

  /// How much of the phase is done, from 0 to 1; negative if that is not known.
  private double share() {
    if (bytes > 0) {
      return Math.min(1, (double) bytesDone / bytes);
    }
    return files > 0 ? Math.min(1, (double) filesDone / files) : -1;
  }

  private OptionalLong secondsLeft(long now) {
    double share = share();
    double seconds = (now - started) / 1e9;
    return share <= 0 || seconds < 1
        ? OptionalLong.empty()
        : OptionalLong.of(Math.round(seconds / share * (1 - share)));
  }

  private void writeFile(long now) {
    double share = share();
    Json progress =
        Json.object()
            .put("pid", ProcessHandle.current().pid())
            .put("operation", phase.name().toLowerCase(Locale.ROOT))
            .put("percent", (long) (Math.max(0, share) * 100))
            .put("filesLeft", files < 0 ? 0 : Math.max(0, files - filesDone))
            .put("bytesLeft", bytes < 0 ? 0 : Math.max(0, bytes - bytesDone))
            .put(
                "secondsLeft",
                secondsLeft(now).isPresent()
                    ? new Json.Whole(secondsLeft(now).getAsLong())
                    : Json.NOTHING)
            .build();
    try {
      Files.writeString(file, JsonText.compact(progress));
    } catch (IOException e) {
      log.debug("no progress file: " + e);
    }
  }

  /// What another process wrote about its progress, if it is still at it.
  public static Optional<Json.Members> read(Path file) {
    try {
      return JsonFile.read(file)
          .filter(progress ->
              progress
                  .whole("pid")
                  .flatMap(ProcessHandle::of)
                  .filter(ProcessHandle::isAlive)
                  .isPresent());
    } catch (IOException | MalformedException _) {
      // Written in this very moment, and not as one piece.
      return Optional.empty();
    }
  }

  private static String shortened(String item) {
    return item.length() <= ITEM_LENGTH
        ? item
        : "…" + item.substring(item.length() - ITEM_LENGTH + 1);
  }

  @Override
  public void close() {
    if (shown) {
      terminal.overwrite("");
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.debug("the progress file stays: " + e);
    }
  }
}
