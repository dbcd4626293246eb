package dev.tidelock.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.disk.DiskProfile;
import dev.tidelock.simulation.world.Campaign.Limits;
import dev.tidelock.simulation.world.Campaign.Outcome;
import dev.tidelock.simulation.world.Step.Kind;
import dev.tidelock.simulation.world.Violation.Law;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {
  private static final long ROOT = 0x7469_6465L;
  private static final long MINUTE = 60_000_000_000L;
  private static final List<UserAction> ACTIONS =
      List.of(UserAction.CREATE, UserAction.OVERWRITE, UserAction.OVERWRITE);

  @Test
  void aSoundDevicePasses() {
    Outcome outcome = campaign(Flaw.NONE, 300).run();

    assertThat(outcome.failure().map(Report::story)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "NO_BARRIER, NO_TEARING",
    "DROPS_LOCAL, NO_LOSS",
    "RESURRECTS, OBEDIENCE",
    "RESTLESS, LIVENESS",
    "LITTERS, NO_LITTER",
    "DEPENDS_ON_THE_WORLD, DETERMINISM",
  })
  void anIllDeviceIsFoundOut(Flaw flaw, Law law) {
    Outcome outcome = campaign(flaw, 2_000).run();

    assertThat(outcome.failure()).as("a campaign against %s", flaw).isPresent();
    Report report = outcome.failure().orElseThrow();
    assertThat(report.violation().orElseThrow().law()).as(report.story()).isEqualTo(law);
    assertThat(report.scenario().steps()).hasSizeLessThan(14);
  }

  @ParameterizedTest
  @EnumSource(
      value = Trouble.class,
      names = {"KILL", "POWER", "EDIT"})
  void aSoundDeviceSurvivesTroubleAtEveryCall(Trouble trouble) {
    Sweep.Outcome outcome = sweep(Flaw.NONE).run(trouble);

    assertThat(outcome.failure().map(Report::story)).isEmpty();
    assertThat(outcome.runs()).isGreaterThan(50);
  }

  @ParameterizedTest
  @CsvSource({
    "WRITES_IN_PLACE, EDIT, NO_LOSS",
    "OVERWRITES_BLINDLY, EDIT, NO_LOSS",
    "NO_BARRIER, POWER, NO_TEARING",
  })
  void troubleAtEveryCallFindsWhatIsRare(Flaw flaw, Trouble trouble, Law law) {
    Sweep.Outcome outcome = sweep(flaw).run(trouble);

    Report report = outcome.failure().orElseThrow();
    assertThat(report.violation().orElseThrow().law()).as(report.story()).isEqualTo(law);
  }

  /// Two users who create, overwrite and sync in turn.
  private static Sweep sweep(Flaw flaw) {
    Tape tape = Tape.of(ROOT);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      for (int device = 0; device < 2; device++) {
        steps.add(Step.edit(device, tape.pick(ACTIONS), tape.nextLong()));
        steps.add(Step.of(Kind.SYNC, device, tape.nextLong()));
        steps.add(Step.of(Kind.SYNC, 1 - device, tape.nextLong()));
      }
    }
    steps.add(Step.of(Kind.CALM, 0, tape.nextLong()));
    Scenario scenario =
        new Scenario(
            ROOT,
            List.of(Site.Kind.STORAGE),
            List.of(DiskProfile.modern(), DiskProfile.modern()),
            steps);
    return new Sweep(ports -> new ToyDevice(ports, flaw), scenario, ACTIONS);
  }

  private static Campaign campaign(Flaw flaw, int seeds) {
    return new Campaign(
        ports -> new ToyDevice(ports, flaw),
        SimulationTest::forToys,
        ROOT,
        Limits.seeds(seeds).within(MINUTE));
  }

  /// Toys know of no ignored or unreadable files, and of no disasters.
  private static Scenario forToys(Scenario scenario) {
    return scenario
        .atStorage()
        .onExactDisks()
        .without(
            EnumSet.of(UserAction.IGNORE, UserAction.HIDE, UserAction.ODDITY),
            Set.of(
                Kind.LOSE_STATE,
                Kind.OLD_STATE,
                Kind.BACK_UP,
                Kind.RESTORE,
                Kind.CLONE,
                Kind.BACK_UP_STORAGE,
                Kind.RESTORE_STORAGE,
                Kind.FLIP_BIT));
  }
}
