package dev.tidelock.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.disk.DiskProfile;
import dev.tidelock.simulation.world.Campaign.Limits;
import dev.tidelock.simulation.world.Campaign.Outcome;
import dev.tidelock.simulation.world.Step.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The engine in the simulated world; see [Settings] for longer runs.
class EngineSimulationTest {
  private static final long ROOT = 0x656E_6769_6E65L;

  /// In processor time of all threads.
  private static final long TWO_MINUTES = 120_000_000_000L;

  private static final long FIVE_MINUTES = 300_000_000_000L;
  private static final int THREADS = 2;

  /// In so many seeds everything happens that should happen sometimes: the rarest of it was seen
  /// once in about five thousand.
  private static final long MANY = 50_000;

  private static final List<UserAction> ACTIONS =
      List.of(
          UserAction.CREATE,
          UserAction.CREATE,
          UserAction.EDIT,
          UserAction.MOVE,
          UserAction.DELETE);

  @Test
  void theEngineKeepsTheLawsOnEverySeed() {
    Limits limits = new Limits(Long.MAX_VALUE, TWO_MINUTES, FIVE_MINUTES, THREADS, 1);
    Campaign campaign =
        new Campaign(new EnginePlay(), UnaryOperator.identity(), Settings.fresh(), limits);

    Outcome outcome = Settings.apply(campaign);

    assertThat(outcome.failure().map(Report::story)).isEmpty();
    if (outcome.runs() >= MANY) {
      assertThat(Sometimes.missing(outcome.counters())).as("what never happened").isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"KILL, STORAGE", "POWER, STORAGE", "EDIT, STORAGE", "KILL, HUB"})
  void theEngineSurvivesTroubleAtEveryCall(Trouble trouble, Site.Kind site) {
    Sweep sweep = new Sweep(new EnginePlay(), backAndForth(List.of(site)), ACTIONS);
    Sweep.Outcome outcome = sweep.run(trouble);

    assertThat(outcome.failure().map(Report::story)).isEmpty();
    assertThat(outcome.runs()).isGreaterThan(100);
  }

  /// Two users who edit and sync in turn.
  private static Scenario backAndForth(List<Site.Kind> sites) {
    Tape tape = Tape.of(ROOT);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      steps.add(Step.edit(0, tape.pick(ACTIONS), tape.nextLong()));
      steps.add(Step.edit(1, tape.pick(ACTIONS), tape.nextLong()));
      steps.add(Step.of(i < 2 ? Kind.CALM : Kind.SYNC, 0, tape.nextLong()));
    }
    steps.add(Step.of(Kind.SYNC, 1, tape.nextLong()));
    steps.add(Step.of(Kind.SYNC, 0, tape.nextLong()));
    steps.add(Step.of(Kind.CALM, 0, tape.nextLong()));
    return new Scenario(ROOT, sites, List.of(DiskProfile.modern(), DiskProfile.modern()), steps);
  }
}
