package dev.tidelock.simulation.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.generators.Tape;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The simulation is worth what it finds: each [Sabotage] of the product must be found by its
/// [Focus], and the product as it is must pass each of them.
///
/// With `-Dtidelock.sabotage.roots=N` each is looked for N times, from as many root seeds.
class SabotageTest {
  private static final Path REPOSITORY = Path.of("..");
  private static final long ROOT = 0x7361_626F_7461_6765L;
  private static final int ROOTS = Integer.getInteger("tidelock.sabotage.roots", 1);

  /// Several times as many as were ever needed.
  private static final int SEEDS = 400;

  private static final int SOUND_SEEDS = 10;

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("SystemOut")
  void eachIsFound(Sabotage sabotage) throws Exception {
    ClassLoader sabotaged = SabotagedLoader.of(sabotage, REPOSITORY);
    Tape roots = Tape.of(ROOT);
    for (int i = 0; i < ROOTS; i++) {
      String found =
          (String)
              ((Callable<?>)
                      sabotaged
                          .loadClass(SabotagedRun.class.getName())
                          .getConstructor(String.class, long.class, int.class)
                          .newInstance(sabotage.focus().name(), roots.nextLong(), SEEDS))
                  .call();
      System.out.println(sabotage + ": " + found);
      assertThat(found).as("what was found of %s", sabotage).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theProductPassesEachFocus(Focus focus) {
    assertThat(new SabotagedRun(focus.name(), ROOT, SOUND_SEEDS * ROOTS).call()).isEmpty();
  }
}
