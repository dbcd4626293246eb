package dev.tidelock.cli.torture;

import dev.tidelock.cli.demo.DemoDevice;
import dev.tidelock.cli.demo.ProgramLine;
import dev.tidelock.cli.json.Json;
import dev.tidelock.cli.json.JsonReader;
import dev.tidelock.cli.output.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A device under torture: what it runs, and the user who edits there.
final class Station {
  private final DemoDevice device;
  private final RandomEdits edits;
  private final Ledger ledger;
  private Duration usual = Duration.ofSeconds(1);

  Station(String name, Path base, ProgramLine program, Ledger ledger, long seed) {
    this.device = new DemoDevice(name, name, base, program);
    this.edits = new RandomEdits(name, device.directory(), ledger, seed);
    this.ledger = ledger;
  }

  String name() {
    return device.name();
  }

  Path directory() {
    return device.directory();
  }

  RandomEdits edits() {
    return edits;
  }

  /// How long a sync took lately.
  Duration usual() {
    return usual;
  }

  /// Runs a command to its end.
  Answer run(String... arguments) {
    return started(arguments).await();
  }

  /// Starts a command.
  Started started(String... arguments) {
    return new Started(this, device.start(arguments), String.join(" ", arguments), ledger.latest());
  }

  /// A command on its way.
  ///
  /// @param station where
  /// @param running its process
  /// @param command what it was asked
  /// @param since the number of the latest edit when it was started
  record Started(Station station, DemoDevice.Running running, String command, int since) {
    Answer await() {
      long start = System.nanoTime();
      DemoDevice.Run run = running.await();
      Answer answer = new Answer(station, command, since, run.exit(), run.output(), run.killed());
      if (command.equals("sync --json") && !run.killed()) {
        station.usual = Duration.ofNanos(System.nanoTime() - start);
      }
      station.ledger.note(station.name() + " " + answer.told());
      return answer;
    }
  }

  /// How a command ended.
  ///
  /// @param station where
  /// @param command what it was asked
  /// @param since the number of the latest edit when it was started
  /// @param exit its exit code
  /// @param output all it said
  /// @param killed whether it was killed
  record Answer(
      Station station, String command, int since, int exit, String output, boolean killed) {
    /// The document among what it said.
    Json.Members document() {
      return output
          .lines()
          .filter(line -> line.startsWith("{\"schema\""))
          .map(line -> (Json.Members) JsonReader.read(line))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no document: " + told()));
    }

    /// Whether it ended in one of these ways.
    boolean ended(ExitCode... codes) {
      return List.of(codes).stream().anyMatch(code -> code.number() == exit);
    }

    /// Whether it moved nothing.
    boolean quiet() {
      Json.Members files = (Json.Members) document().get("files").orElseThrow();
      Json.Members bytes = (Json.Members) document().get("bytes").orElseThrow();
      return files.whole("up").orElseThrow()
              + files.whole("down").orElseThrow()
              + bytes.whole("up").orElseThrow()
          == 0;
    }

    String told() {
      String text = output.strip();
      return "$ tidelock %s → %s%s"
          .formatted(
              command,
              killed ? "killed" : "exit " + exit,
              text.isEmpty() ? "" : "\n    " + text.substring(0, Math.min(2000, text.length())));
    }
  }
}
