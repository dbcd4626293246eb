package dev.tidelock.simulation.world;

import dev.tidelock.simulation.world.Campaign.Limits;
import dev.tidelock.simulation.world.Campaign.Outcome;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/// How long and from where to simulate, by system properties:
///
/// - `tidelock.seed`: run this one seed, as a failure prints it; `random` draws a fresh root;
/// - `tidelock.sim.root`: the root from which all seeds of a run came, as it prints it;
/// - `tidelock.sim.seeds`: this many seeds;
/// - `tidelock.sim.seconds`: this long, and on after failures;
/// - `tidelock.sim.threads`: on so many threads;
/// - `tidelock.sim.kept`: the directory for failing runs and the report; `target/simulation`.
public final class Settings {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int MANY_FAILURES = 1_000;

  private Settings() {}

  /// Runs a campaign, or what the properties make of it, and prints its figures.
  @SuppressWarnings("SystemOut")
  public static Outcome apply(Campaign campaign) {
    String seed = System.getProperty("tidelock.seed", "");
    if (!seed.isEmpty() && !seed.equals("random")) {
      Report report = campaign.replay(Long.parseUnsignedLong(seed, 16));
      System.out.print(report.story());
      Optional<Report> failure =
          report.violation().isPresent() ? Optional.of(report) : Optional.empty();
      return new Outcome(1, 0, 0, report.counters(), failure.isPresent() ? 1 : 0, failure);
    }
    Campaign wanted =
        new Campaign(
            campaign.opener(),
            campaign.tailoring(),
            root(seed, campaign.root()),
            limits(campaign.limits()));
    Chronicle chronicle = new Chronicle(Path.of(property("kept", "target/simulation")));
    System.out.printf(
        "the root is %s, on %d threads%n",
        Campaign.print(wanted.root()), wanted.limits().threads());
    Outcome outcome = wanted.run(chronicle);
    chronicle.end(outcome);
    return outcome;
  }

  /// Whether this is to be a long run.
  static boolean isLong() {
    return !property("seconds", "").isEmpty();
  }

  /// A root that nobody drew before.
  public static long fresh() {
    return new SecureRandom().nextLong();
  }

  private static long root(String seed, long usual) {
    String root = property("root", "");
    if (!root.isEmpty()) {
      return Long.parseUnsignedLong(root, 16);
    }
    return seed.isEmpty() ? usual : fresh();
  }

  private static Limits limits(Limits usual) {
    String seeds = property("seeds", "");
    String seconds = property("seconds", "");
    int threads = Integer.parseInt(property("threads", Integer.toString(usual.threads())));
    if (seeds.isEmpty() && seconds.isEmpty()) {
      return new Limits(
          usual.seeds(), usual.cpuNanos(), usual.wallNanos(), threads, usual.failures());
    }
    return new Limits(
        seeds.isEmpty() ? Long.MAX_VALUE : Long.parseLong(seeds),
        Long.MAX_VALUE,
        seconds.isEmpty()
            ? Long.MAX_VALUE
            : (long) (Double.parseDouble(seconds) * NANOS_PER_SECOND),
        threads,
        seconds.isEmpty() ? 1 : MANY_FAILURES);
  }

  private static String property(String name, String usual) {
    return System.getProperty("tidelock.sim." + name, usual);
  }
}
