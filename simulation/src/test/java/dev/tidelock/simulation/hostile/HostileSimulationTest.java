package dev.tidelock.simulation.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.simulation.world.Campaign;
import dev.tidelock.simulation.world.Campaign.Limits;
import dev.tidelock.simulation.world.Campaign.Outcome;
import dev.tidelock.simulation.world.Counters;
import dev.tidelock.simulation.world.EnginePlay;
import dev.tidelock.simulation.world.Report;
import dev.tidelock.simulation.world.Settings;
import dev.tidelock.simulation.world.Site;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The real engine beside somebody who lies. Each build runs some seconds of seeds that nobody ran
/// before, and prints their root; the properties of [Settings] let it run for long.
class HostileSimulationTest {
  private static final long CPU_NANOS = 15_000_000_000L;

  /// In so many seeds every lie is told.
  private static final long MANY = 5_000;

  private static final long WALL_NANOS = 60_000_000_000L;

  @Test
  @Timeout(36_000)
  void nobodyIsHarmedByALiar() {
    Limits limits = new Limits(Long.MAX_VALUE, CPU_NANOS, WALL_NANOS, 1, 1);
    Campaign campaign =
        new Campaign(
            new EnginePlay(),
            scenario -> HostilePlot.of(scenario.seed()),
            Settings.fresh(),
            limits);

    Outcome outcome = Settings.apply(campaign);

    assertThat(outcome.failure().map(Report::story)).isEmpty();
    if (outcome.runs() >= MANY) {
      assertThat(neverTold(outcome.counters())).as("lies that nobody told").isEmpty();
    }
  }

  private static List<String> neverTold(Counters counters) {
    return Stream.of(Site.Kind.values())
        .flatMap(kind -> HostileSite.lies(kind).stream())
        .distinct()
        .filter(lie -> counters.of("lie: " + lie) == 0)
        .toList();
  }
}
