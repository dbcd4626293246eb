package dev.tidelock.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.disk.DiskProfile;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioTextTest {
  private static final long ROOT = 0x7465_7874L;

  @Test
  void everyScenarioIsTheSameAgain() {
    Tape tape = Tape.of(ROOT);
    for (int i = 0; i < 300; i++) {
      Scenario scenario = Scenario.of(tape.nextLong());

      assertThat(ScenarioText.parse(ScenarioText.print(scenario))).isEqualTo(scenario);
    }
  }

  @Test
  void wordsMayHoldAnything() {
    List<String> words = List.of("", "a b", "100%", "*.o\nbuild/\n", "e\u0301", "@9", "\"\"x");
    Scenario scenario =
        new Scenario(
            1,
            List.of(Site.Kind.HUB),
            List.of(DiskProfile.modern()),
            List.of(new Step(Step.Kind.EDIT, 0, words, -1)));

    String text = ScenarioText.print(scenario);

    assertThat(ScenarioText.parse(text)).isEqualTo(scenario);
    assertThat(text).matches("[\\x20-\\x7E\\n]*");
  }

  @Test
  void remarksAndEmptyLinesSayNothing() {
    Scenario scenario = ScenarioText.parse("# why\n\nseed ff\n  \nsite storage\ndisk\nCALM @1\n");

    assertThat(scenario.disks()).containsExactly(DiskProfile.modern());
    assertThat(scenario.seed()).isEqualTo(255);
    assertThat(scenario.steps()).containsExactly(Step.of(Step.Kind.CALM, 0, 1));
  }

  @Test
  void aLineThatMakesNoSenseIsNamed() {
    assertThatThrownBy(() -> ScenarioText.parse("seed 1\nann DANCE @1\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ann DANCE");
    assertThatThrownBy(() -> ScenarioText.parse("disk wheels=4\n")).hasMessageContaining("wheels");
  }
}
