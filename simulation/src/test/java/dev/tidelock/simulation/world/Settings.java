package dev.tidelock.simulation.world;

import dev.tidelock.simulation.world.Campaign.Outcome;
import java.security.SecureRandom;
import java.util.Optional;

/// How long and from where to simulate, by system properties:
///
/// - `tidelock.seed`: run this one seed, as a failure prints it; `random` draws a fresh root;
/// - `tidelock.sim.seeds`: this many seeds;
/// - `tidelock.sim.seconds`: this long.
final class Settings {
  private static final double NANOS_PER_SECOND = 1e9;

  private Settings() {}

  /// Runs a campaign, or what the properties make of it, and prints its figures.
  @SuppressWarnings("SystemOut")
  static Outcome apply(Campaign campaign) {
    String seed = System.getProperty("tidelock.seed", "");
    if (!seed.isEmpty() && !seed.equals("random")) {
      Report report = campaign.replay(Long.parseUnsignedLong(seed, 16));
      System.out.print(report.story());
      Optional<Report> failure =
          report.violation().isPresent() ? Optional.of(report) : Optional.empty();
      return new Outcome(1, 0, report.counters(), failure);
    }
    String seconds = System.getProperty("tidelock.sim.seconds", "");
    String seeds = System.getProperty("tidelock.sim.seeds", "");
    Campaign wanted =
        new Campaign(
            campaign.opener(),
            campaign.tailoring(),
            seed.isEmpty() ? campaign.root() : new SecureRandom().nextLong(),
            seeds.isEmpty()
                ? seconds.isEmpty() ? campaign.seeds() : Long.MAX_VALUE
                : Long.parseLong(seeds),
            seconds.isEmpty()
                ? campaign.nanos()
                : (long) (Double.parseDouble(seconds) * NANOS_PER_SECOND),
            campaign.sample());
    Outcome outcome = wanted.run();
    System.out.print(outcome.summary());
    return outcome;
  }
}
