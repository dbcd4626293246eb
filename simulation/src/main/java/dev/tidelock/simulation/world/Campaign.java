package dev.tidelock.simulation.world;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.world.Violation.Law;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Many runs from one root seed, on several threads, each run in one of them. Every seed runs
/// twice: the second time from what was written down of the first, and must take the same course.
///
/// @param opener brings the devices under test to life
/// @param tailoring leaves out of each scenario what does not concern these devices
/// @param root the seed from which the seeds of all runs follow
/// @param limits how long it goes on
public record Campaign(
    Ports.Opener opener, UnaryOperator<Scenario> tailoring, long root, Limits limits) {
  private static final int SHRINKING_RUNS = 500;

  /// How long a campaign goes on.
  ///
  /// @param seeds how many seeds at most
  /// @param cpuNanos for how long at most, in processor time of all threads together
  /// @param wallNanos for how long at most, by `System.nanoTime`
  /// @param threads how many runs at once
  /// @param failures after how many failures it ends
  public record Limits(long seeds, long cpuNanos, long wallNanos, int threads, int failures) {
    /// One thread, to the first failure.
    public static Limits seeds(long seeds) {
      return new Limits(seeds, Long.MAX_VALUE, Long.MAX_VALUE, 1, 1);
    }

    /// For so long at most.
    public Limits within(long wallNanos) {
      return new Limits(seeds, cpuNanos, wallNanos, threads, failures);
    }
  }

  /// Is told how it goes, by the campaign's own threads, one at a time.
  public interface Observer {
    /// Nobody wants to know.
    Observer NOBODY =
        new Observer() {
          @Override
          public void failed(Failure failure) {}

          @Override
          public void goesOn(Outcome soFar) {}
        };

    /// A run failed.
    void failed(Failure failure);

    /// A seed is done; comes often.
    void goesOn(Outcome soFar);
  }

  /// A seed that failed.
  ///
  /// @param seed the seed
  /// @param report the simplest run found that fails alike
  public record Failure(long seed, Report report) {}

  /// Runs all.
  public Outcome run() {
    return run(Observer.NOBODY);
  }

  /// Runs all, and tells somebody how it goes.
  public Outcome run(Observer observer) {
    Crew crew = new Crew(this, observer);
    return crew.work();
  }

  /// Runs one seed, and simplifies it if it fails.
  public Report replay(long seed) {
    return shortest(twice(scenario(seed)));
  }

  /// A run, twice if it went well.
  Report twice(Scenario scenario) {
    Report report = run(scenario);
    if (report.violation().isPresent()) {
      return report;
    }
    Report again = run(ScenarioText.parse(ScenarioText.print(report.scenario())));
    return again.traceHash() == report.traceHash() ? report : report.with(otherwise(report, again));
  }

  private static Violation otherwise(Report one, Report other) {
    String where = "at a call";
    for (int i = 0; i < Math.min(one.log().size(), other.log().size()); i++) {
      if (!one.log().get(i).equals(other.log().get(i))) {
        where = "'%s' became '%s'".formatted(one.log().get(i), other.log().get(i));
        break;
      }
    }
    return new Violation(Law.DETERMINISM, "the same seed took another course: " + where);
  }

  Scenario scenario(long seed) {
    return tailoring.apply(Scenario.of(seed));
  }

  private Report run(Scenario scenario) {
    return Simulation.run(scenario, opener, Trace.quiet());
  }

  /// The simplest run found that fails alike, if this one fails.
  Report shortest(Report report) {
    if (report.violation().isEmpty()) {
      return report;
    }
    boolean twice = report.violation().get().law() == Law.DETERMINISM;
    return new Shrinker(twice ? this::twice : this::run, SHRINKING_RUNS).shrink(report);
  }

  /// The seeds of the runs, in their order.
  Tape seeds() {
    return Tape.of(root);
  }

  /// A seed as text.
  public static String print(long seed) {
    return HexFormat.of().toHexDigits(seed);
  }

  /// What came out.
  ///
  /// @param runs how many seeds ran
  /// @param seconds how long they took
  /// @param cpuSeconds how long they kept processors busy
  /// @param counters the sum of all their counters
  /// @param failed how many failed
  /// @param failure the simplest form of the first failing run
  public record Outcome(
      long runs,
      double seconds,
      double cpuSeconds,
      Counters counters,
      long failed,
      Optional<Report> failure) {
    /// How many seeds in a second.
    public double perSecond() {
      return runs / Math.max(1e-9, seconds);
    }

    /// The figures, for people.
    public String summary() {
      return "%d seeds in %.1f s, %.1f s of a processor, %.1f seeds per second, %d failed%n%s"
          .formatted(runs, seconds, cpuSeconds, perSecond(), failed, counters);
    }
  }
}
