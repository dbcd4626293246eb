package dev.tidelock.simulation.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The simulation is worth what it finds: each [Sabotage] of the product must be found by its
/// [Focus], and the product as it is must pass each of them.
///
/// With `-Dtidelock.sabotage.roots=N` each is looked for N times, from as many root seeds.
class SabotageTest {
  private static final Path REPOSITORY = Path.of("..");
  private static final long ROOT = 0x7361_626F_7461_6765L;

  private static final int SOUND_SEEDS = 10;

  @ParameterizedTest
  @EnumSource
  void eachIsFound(Sabotage sabotage) throws Exception {
    ClassLoader sabotaged = SabotagedLoader.of(sabotage, REPOSITORY);
    Hunt.find(sabotage, sabotaged, SabotagedRun.class, sabotage.focus().name(), ROOT);
  }

  @ParameterizedTest
  @EnumSource
  void theProductPassesEachFocus(Focus focus) {
    assertThat(new SabotagedRun(focus.name(), ROOT, SOUND_SEEDS * Hunt.ROOTS).call()).isEmpty();
  }
}
