package dev.tidelock.cli.torture;

import dev.tidelock.cli.demo.DemoDevice;
import dev.tidelock.cli.demo.ProgramLine;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A device under torture: what it runs, and the user who edits there.
final class Station {
  private static final int PATIENCE = 20;

  /// How a process ends that is told to before it listens.
  private static final int TERMINATED = 143;

  private final DemoDevice device;
  private final RandomEdits edits;
  private final Ledger ledger;
  private Optional<Started> watch = Optional.empty();
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

  /// Runs a command to its end that nobody else must be in the way of; a watch is, for a while.
  Answer runAlone(String... arguments) {
    Answer answer = run(arguments);
    for (int i = 0; i < PATIENCE && answer.ended(ExitCode.BUSY); i++) {
      answer = run(arguments);
    }
    return answer;
  }

  /// Runs a command that reads what its user types.
  Answer typing(String input, String... arguments) {
    DemoDevice.Run run = device.typing(input, arguments);
    return new Answer(
        this, String.join(" ", arguments), ledger.latest(), run.exit(), run.output(), run.killed());
  }

  /// Starts to watch, unless it does already.
  void watch() {
    if (watch.isEmpty()) {
      watch = Optional.of(started("sync", "--watch", "--json"));
    }
  }

  /// Whether it watches.
  boolean watches() {
    return watch.isPresent();
  }

  /// Whether its watch told that a mass change is held back.
  boolean holdsBack() {
    return watch.map(each -> each.running().said().contains("\"safetyStop\":{")).orElse(false);
  }

  /// Ends the watch, if there is one, with SIGTERM.
  ///
  /// @throws AssertionError if it had ended by itself, or does not end well
  void stopWatch() {
    if (watch.isPresent()) {
      Started running = aliveWatch();
      Answer answer = running.answer(running.running().terminate());
      watch = Optional.empty();
      if (answer.exit() != ExitCode.OK.number() && answer.exit() != TERMINATED) {
        throw new AssertionError("the watch did not end well: " + answer.told());
      }
    }
  }

  /// Ends the watch, if there is one, with SIGKILL.
  ///
  /// @throws AssertionError if it had ended by itself
  void killWatch() {
    if (watch.isPresent()) {
      Started running = aliveWatch();
      running.running().kill();
      running.await();
      watch = Optional.empty();
    }
  }

  /// Lets the watch sleep, if there is one.
  Optional<Suspension> suspendWatch() {
    return watch.map(each -> Suspension.of(each.running()));
  }

  private Started aliveWatch() {
    Started running = watch.orElseThrow();
    if (running.running().over(Duration.ZERO)) {
      throw new AssertionError("the watch ended by itself: " + running.await().told());
    }
    return running;
  }

  /// Ends all that is still running, however that is.
  void abandon() {
    watch.ifPresent(each -> {
      each.running().kill();
      each.await();
    });
    watch = Optional.empty();
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
      Answer answer = answer(running.await());
      if (command.equals("sync --json") && !answer.killed()) {
        station.usual = Duration.ofNanos(System.nanoTime() - start);
      }
      return answer;
    }

    private Answer answer(DemoDevice.Run run) {
      Answer answer = new Answer(station, command, since, run.exit(), run.output(), run.killed());
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
      return ended(List.of(codes));
    }

    /// Whether it ended in one of these ways.
    boolean ended(List<ExitCode> codes) {
      return codes.stream().anyMatch(code -> code.number() == exit);
    }

    /// Whether it failed for no other reason than that another device has to send something first.
    boolean awaits() {
      if (!ended(ExitCode.FAILURE)) {
        return false;
      }
      List<String> kinds =
          document().objects("errors").stream().map(each -> each.text("kind").orElse("")).toList();
      return kinds.contains("awaited")
          && kinds.stream().allMatch(kind -> kind.equals("awaited") || kind.equals("leads_out"));
    }

    /// Whether all went well, and it moved nothing.
    boolean quiet() {
      if (!ended(ExitCode.OK, ExitCode.CONFLICTS)) {
        return false;
      }
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
              text.isEmpty() ? "" : "\n    " + text.substring(Math.max(0, text.length() - 2000)));
    }
  }
}
