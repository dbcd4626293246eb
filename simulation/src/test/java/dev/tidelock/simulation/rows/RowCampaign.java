package dev.tidelock.simulation.rows;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.rows.RowSimulation.Report;
import dev.tidelock.simulation.world.Counters;
import dev.tidelock.simulation.world.Violation;
import dev.tidelock.simulation.world.Violation.Law;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Many runs from one root seed, some of them twice, with databases in memory where the system has
/// such a directory.
final class RowCampaign {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final int SHRINKING_RUNS = 400;

  /// One of so many runs is run again, and must take the same course.
  private static final int SOME = 5;

  private final Counters counters = new Counters();
  private final List<Report> failures = new ArrayList<>();
  private long runs;

  /// Runs fresh seeds.
  ///
  /// @param root from which they follow
  /// @param seeds how many at most
  /// @param nanos for how long
  /// @param most after how many failures it ends
  RowCampaign run(long root, long seeds, long nanos, int most) {
    Tape tape = Tape.of(root);
    long start = System.nanoTime();
    while (runs < seeds && System.nanoTime() - start < nanos && failures.size() < most) {
      RowScenario scenario = RowScenario.draw(tape.nextLong());
      Report report = runs % SOME == 0 ? twice(scenario) : once(scenario);
      runs++;
      counters.addAll(report.counters());
      if (report.violation().isPresent()) {
        failures.add(shortest(report));
      }
    }
    return this;
  }

  long runs() {
    return runs;
  }

  Counters counters() {
    return counters;
  }

  List<Report> failures() {
    return failures;
  }

  /// One run in a directory of its own.
  static Report once(RowScenario scenario) {
    try {
      Path directory =
          Files.isWritable(MEMORY)
              ? Files.createTempDirectory(MEMORY, "tidelock-rows")
              : Files.createTempDirectory("tidelock-rows");
      try {
        return RowSimulation.run(scenario, directory);
      } finally {
        delete(directory);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /// A run, and the same again, which must take the same course.
  static Report twice(RowScenario scenario) {
    Report first = once(scenario);
    if (first.violation().isPresent()) {
      return first;
    }
    Report second = once(scenario);
    return first.trace() == second.trace()
        ? first
        : new Report(
            scenario,
            first.trace(),
            first.counters(),
            first.log(),
            Optional.of(new Violation(Law.DETERMINISM, "the second run took another course")));
  }

  /// The same failure with fewer steps.
  static Report shortest(Report failed) {
    Law law = failed.violation().orElseThrow().law();
    Report best = failed;
    int tries = 0;
    for (int size = Math.max(1, best.scenario().steps().size() / 2); size >= 1; size /= 2) {
      int at = 0;
      while (at < best.scenario().steps().size() && tries < SHRINKING_RUNS) {
        List<RowStep> fewer = new ArrayList<>(best.scenario().steps());
        fewer.subList(at, Math.min(fewer.size(), at + size)).clear();
        Report report = once(best.scenario().with(fewer));
        tries++;
        if (report.violation().map(Violation::law).filter(law::equals).isPresent()) {
          best = report;
        } else {
          at += size;
        }
      }
    }
    return best;
  }
}
