package dev.tidelock.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.simulation.disk.DiskProfile;
import dev.tidelock.simulation.world.Step.Kind;
import dev.tidelock.simulation.world.Violation.Law;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// The shrinker alone, with laws of its own that look at nothing but the scenario.
class ShrinkerTest {
  private static final long SEED = 0x7368_7269_6E6BL;

  @Test
  void bothTapesAreThinnedOutUntilOnlyWhatMattersIsLeft() {
    Scenario found =
        shrunk(scenario -> count(scenario, Kind.EDIT) >= 2 && count(scenario, Kind.SYNC) >= 1);

    assertThat(found.steps()).hasSize(3);
    assertThat(found.disks()).containsExactly(DiskProfile.modern());
  }

  @Test
  void whatStaysChoosesWhatItChose() {
    Scenario found = shrunk(scenario -> count(scenario, Kind.EDIT) >= 3 && isForAll(scenario));

    assertThat(whole().steps()).containsAll(found.steps());
  }

  @Test
  void devicesThatMatterStay() {
    Scenario found = shrunk(scenario -> scenario.disks().size() >= 2);

    assertThat(found.disks()).containsExactly(DiskProfile.modern(), DiskProfile.modern());
    assertThat(found.steps()).isEmpty();
  }

  private static boolean isForAll(Scenario scenario) {
    return scenario.disks().size() == whole().disks().size();
  }

  private static long count(Scenario scenario, Kind kind) {
    return scenario.steps().stream().filter(step -> step.kind() == kind).count();
  }

  private static Scenario whole() {
    Scenario whole = Scenario.of(SEED);
    List<Step> steps = new ArrayList<>(whole.steps());
    for (long i = 0; i < 4; i++) {
      steps.add(Step.edit((int) (i % 2), UserAction.CREATE, i));
      steps.add(Step.of(Kind.SYNC, (int) (i % 2), i));
    }
    return whole.with(steps);
  }

  private static Scenario shrunk(Predicate<Scenario> fails) {
    Report failing = report(whole(), fails);
    assertThat(failing.violation()).isPresent();
    return new Shrinker(scenario -> report(scenario, fails), 1_000).shrink(failing).scenario();
  }

  private static Report report(Scenario scenario, Predicate<Scenario> fails) {
    Optional<Violation> violation =
        fails.test(scenario)
            ? Optional.of(new Violation(Law.NO_LOSS, "as the test wants it"))
            : Optional.empty();
    return new Report(scenario, 0, new Counters(), List.of(), List.of(), violation);
  }
}
