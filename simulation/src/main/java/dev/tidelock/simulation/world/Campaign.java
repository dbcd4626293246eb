package dev.tidelock.simulation.world;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.world.Violation.Law;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Many runs from one root seed, until one fails, or the wanted number or time is reached.
///
/// @param opener brings the devices under test to life
/// @param tailoring leaves out of each scenario what does not concern these devices
/// @param root the seed from which the seeds of all runs follow
/// @param seeds how many runs at most
/// @param nanos for how long at most, by `System.nanoTime`
/// @param sample each how many runs one is run twice, to see that it is the same again
public record Campaign(
    Ports.Opener opener,
    UnaryOperator<Scenario> tailoring,
    long root,
    long seeds,
    long nanos,
    int sample) {
  private static final int SHRINKING_RUNS = 500;

  /// What came out.
  ///
  /// @param runs how many runs there were
  /// @param seconds how long they took
  /// @param counters the sum of all their counters
  /// @param failure the shortest form of the first failing run
  public record Outcome(long runs, double seconds, Counters counters, Optional<Report> failure) {
    /// The figures, for people.
    public String summary() {
      return "%d runs in %.1f s, %.0f per second%n%s"
          .formatted(runs, seconds, runs / Math.max(1e-9, seconds), counters);
    }
  }

  /// Runs all.
  public Outcome run() {
    long start = System.nanoTime();
    Counters counters = new Counters();
    Optional<Report> failure = Optional.empty();
    Tape tape = Tape.of(root);
    long runs = 0;
    while (runs < seeds && failure.isEmpty() && System.nanoTime() - start < nanos) {
      Report report = one(tape.nextLong(), runs % sample == 0);
      counters.addAll(report.counters());
      runs++;
      if (report.violation().isPresent()) {
        failure = Optional.of(shortest(report));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Outcome(runs, seconds, counters, failure);
  }

  /// Runs one seed, and shortens it if it fails.
  public Report replay(long seed) {
    Report report = one(seed, true);
    return report.violation().isPresent() ? shortest(report) : report;
  }

  private Report one(long seed, boolean twice) {
    return twice ? twice(scenario(seed)) : run(scenario(seed));
  }

  private Report twice(Scenario scenario) {
    Report report = run(scenario);
    if (report.violation().isEmpty()) {
      Report again = run(scenario);
      if (again.traceHash() != report.traceHash()) {
        return new Report(
            report.scenario(),
            report.traceHash(),
            report.counters(),
            report.calls(),
            report.log(),
            Optional.of(new Violation(Law.DETERMINISM, "the same seed took another course")));
      }
    }
    return report;
  }

  private Scenario scenario(long seed) {
    return tailoring.apply(Scenario.of(seed));
  }

  private Report run(Scenario scenario) {
    return Simulation.run(scenario, opener, Trace.quiet());
  }

  private Report shortest(Report failing) {
    boolean twice = failing.violation().orElseThrow().law() == Law.DETERMINISM;
    return new Shrinker(twice ? this::twice : this::run, SHRINKING_RUNS).shrink(failing);
  }

  /// A seed as text.
  public static String print(long seed) {
    return HexFormat.of().toHexDigits(seed);
  }
}
