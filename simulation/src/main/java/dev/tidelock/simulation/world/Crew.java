package dev.tidelock.simulation.world;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.world.Campaign.Failure;
import dev.tidelock.simulation.world.Campaign.Outcome;
import dev.tidelock.simulation.world.Violation.Law;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The threads of a [Campaign], and what they found out so far.
final class Crew {
  private static final double NANOS = 1e9;

  /// How many failures alike are simplified: that takes long, and the next is most often the same.
  private static final int SIMPLIFIED_ALIKE = 2;

  private final Campaign campaign;
  private final Campaign.Observer observer;
  private final Tape seeds;
  private final ThreadMXBean processor = ManagementFactory.getThreadMXBean();
  private final long start = System.nanoTime();
  private final Counters counters = new Counters();
  private final Map<String, Integer> alike = new HashMap<>();
  private long begun;
  private long runs;
  private long cpuNanos;
  private long failed;
  private @Nullable Report first;

  Crew(Campaign campaign, Campaign.Observer observer) {
    this.campaign = campaign;
    this.observer = observer;
    this.seeds = campaign.seeds();
  }

  Outcome work() {
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i < campaign.limits().threads(); i++) {
      threads.add(Thread.ofPlatform().name("simulation-" + i).daemon().start(this::seedBySeed));
    }
    seedBySeed();
    for (Thread thread : threads) {
      join(thread);
    }
    return outcome();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("a campaign ended early", e);
    }
  }

  private void seedBySeed() {
    long before = processor.getCurrentThreadCpuTime();
    Optional<Long> seed = next();
    while (seed.isPresent()) {
      Report report = run(seed.get());
      long now = processor.getCurrentThreadCpuTime();
      done(seed.get(), report, now - before);
      before = now;
      seed = next();
    }
  }

  private synchronized Optional<Long> next() {
    Campaign.Limits limits = campaign.limits();
    boolean goesOn =
        begun < limits.seeds()
            && failed < limits.failures()
            && cpuNanos < limits.cpuNanos()
            && System.nanoTime() - start < limits.wallNanos();
    begun++;
    return goesOn ? Optional.of(seeds.nextLong()) : Optional.empty();
  }

  /// One seed; simplified if it is one of the first that fail like that.
  @SuppressWarnings("CatchingUnchecked")
  private Report run(long seed) {
    Scenario scenario = campaign.scenario(seed);
    try {
      Report report = campaign.twice(scenario);
      return report.violation().isPresent() && isNew(report) ? campaign.shortest(report) : report;
    } catch (Error broken) {
      Violation violation = new Violation(Law.NO_DEFECT, broken.toString(), broken);
      return new Report(scenario, 0, new Counters(), List.of(), List.of(), Optional.of(violation));
    }
  }

  private synchronized boolean isNew(Report report) {
    String words = report.violation().orElseThrow().words().replaceAll("[^A-Za-z ]+", " ");
    String kind = words.substring(0, Math.min(words.length(), 40));
    return alike.merge(kind, 1, Integer::sum) <= SIMPLIFIED_ALIKE;
  }

  private synchronized void done(long seed, Report report, long nanos) {
    runs++;
    cpuNanos += nanos;
    counters.addAll(report.counters());
    if (report.violation().isPresent()) {
      failed++;
      first = first == null ? report : first;
      counters.count("violation: " + report.violation().get().law());
      observer.failed(new Failure(seed, report));
    }
    observer.goesOn(outcome());
  }

  private Outcome outcome() {
    return new Outcome(
        runs,
        (System.nanoTime() - start) / NANOS,
        cpuNanos / NANOS,
        counters,
        failed,
        Optional.ofNullable(first));
  }
}
