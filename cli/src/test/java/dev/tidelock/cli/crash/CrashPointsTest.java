package dev.tidelock.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidelock.cli.crash.TracedProcess.Ending;
import dev.tidelock.cli.crash.TracedProcess.Hit;
import dev.tidelock.cli.crash.TracedProcess.Part;
import dev.tidelock.cli.crash.TracedProcess.Point;
import dev.tidelock.generators.Tape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The real program is killed before its system calls, and nothing is lost. A build kills some
/// kinds of work at one point each. With properties it does so everywhere:
///
/// - `tidelock.crash.points`: how many points of each kind, or `all`
/// - `tidelock.crash.trials`: those whose names contain one of these texts, separated by commas;
///   `a` is in all of them
/// - `tidelock.crash.program`: a launcher; then what was killed is started again as a process, too,
///   unless `tidelock.crash.again` is `here`
/// - `tidelock.crash.seed`: which points, if not all
class CrashPointsTest {
  private static final String ALL = "all";
  private static final String IN_A_BUILD =
      "push at a hub,pull at a directory,merge at a directory,rows,a hub takes a push,gc of a hub";
  private static final long SEED = 11;

  /// Most kinds of work make more changing calls than that.
  private static final int USUAL_CALLS = 120;

  @TempDir private Path base;

  static Stream<Trial> trials() {
    Program program =
        Optional.ofNullable(System.getProperty("tidelock.crash.program"))
            .map(launcher -> Program.launchedBy(Path.of(launcher).toAbsolutePath(), again()))
            .orElseGet(Program::ofThisBuild);
    List<Trial> trials = new ArrayList<>();
    for (DeviceOperation each : DeviceOperation.values()) {
      trials.add(new DeviceTrial(each, "directory", CrashPointsTest::directory, program));
      trials.add(
          new DeviceTrial(
              each, "hub", at -> Place.Served.inThisProcess(at.resolve("hub"), 0), program));
    }
    for (RowTrial.Operation each : RowTrial.Operation.values()) {
      trials.add(new RowTrial(each, program));
    }
    trials.add(new HubStartTrial(program));
    trials.add(new HubPushTrial(program));
    trials.add(new HubGcTrial(program));
    List<String> words =
        List.of(System.getProperty("tidelock.crash.trials", IN_A_BUILD).split(","));
    return trials.stream().filter(trial -> words.stream().anyMatch(trial.name()::contains));
  }

  private static Program.Again again() {
    return System.getProperty("tidelock.crash.again", "process").equals("here")
        ? Program.Again.IN_THIS_PROCESS
        : Program.Again.AS_A_PROCESS;
  }

  private static Place directory(Path at) {
    try {
      return new Place.Directory(Files.createDirectories(at.resolve("remote")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("trials")
  void whateverIsKilledAnywhereGoesOnAndNothingIsLost(Trial trial) throws IOException {
    assumeTrue(TracedProcess.isPossible(), "this system does not let processes be traced");
    String points = System.getProperty("tidelock.crash.points", "1");
    Report report = new Report(trial.name());
    if (points.equals(ALL)) {
      everywhere(trial, report);
    } else {
      Tape tape = Tape.of(Long.getLong("tidelock.crash.seed", SEED) ^ trial.name().hashCode());
      for (int i = 0; i < Integer.parseInt(points); i++) {
        Part part = tape.chance(0.2) ? Part.HALF : Part.NOTHING;
        run(trial, Optional.of(new Point(tape.nextInt(1, USUAL_CALLS), part)), report);
      }
    }
    System.out.println(report);
    assertThat(report.faults).isEmpty();
  }

  private void everywhere(Trial trial, Report report) throws IOException {
    List<Hit> calls =
        trial.isSequential() ? run(trial, Optional.empty(), report).calls() : List.of();
    boolean over = false;
    for (int number = 1; !over; number++) {
      if (number <= calls.size() && !trial.isWorthIt(calls.get(number - 1))) {
        continue;
      }
      Ending ending = run(trial, Optional.of(new Point(number, Part.NOTHING)), report);
      over = !ending.killed();
      if (!over && ending.last().canBeHalved()) {
        Ending _ = run(trial, Optional.of(new Point(number, Part.HALF)), report);
      }
    }
  }

  private Ending run(Trial trial, Optional<Point> point, Report report) throws IOException {
    Path world = Files.createTempDirectory(base.toRealPath(), "world-");
    Trial.Outcome outcome = trial.run(world, point);
    report.add(point, outcome);
    if (outcome.faults().isEmpty()) {
      delete(world);
    }
    return outcome.ending();
  }

  private static void delete(Path world) throws IOException {
    try (Stream<Path> all = Files.walk(world)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /// What came of all the points of a trial.
  private static final class Report {
    private final String name;
    private final List<String> faults = new ArrayList<>();
    private final TreeMap<String, Integer> kills = new TreeMap<>();
    private int whole;
    private int calls;

    Report(String name) {
      this.name = name;
    }

    void add(Optional<Point> point, Trial.Outcome outcome) {
      Ending ending = outcome.ending();
      calls = Math.max(calls, ending.calls().size());
      if (ending.killed()) {
        kills.merge(ending.last().call().toString(), 1, Integer::sum);
      } else {
        whole++;
      }
      String at =
          name
              + ", point "
              + point.map(Point::toString).orElse("none")
              + (ending.killed() ? ", at " + ending.last() : "");
      if (Boolean.getBoolean("tidelock.crash.verbose")) {
        System.out.println(at);
      }
      for (String fault : outcome.faults()) {
        System.out.println("FAULT " + at + ": " + fault);
        faults.add(at + ": " + fault);
      }
    }

    @Override
    public String toString() {
      int all = kills.values().stream().mapToInt(Integer::intValue).sum();
      return "%s: %d calls, %d kills %s, %d not killed, %d faults"
          .formatted(name, calls, all, kills, whole, faults.size());
    }
  }
}
