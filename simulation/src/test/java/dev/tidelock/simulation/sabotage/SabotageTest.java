package dev.tidelock.simulation.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The simulation is worth what it finds: each [Sabotage] of the product must be among that.
///
/// That each still finds its place in the sources is tested always; that it is caught takes some
/// minutes and is tested with `-Dtidelock.sabotage=true`.
class SabotageTest {
  private static final Path REPOSITORY = Path.of("..");
  private static final int SEEDS = 4_000;

  @ParameterizedTest
  @EnumSource
  void eachFindsItsPlaceAndCompiles(Sabotage sabotage) {
    assertThat(SabotagedLoader.of(sabotage, REPOSITORY)).isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfSystemProperty(named = "tidelock.sabotage", matches = "true")
  @SuppressWarnings("SystemOut")
  void eachIsCaught(Sabotage sabotage) throws ReflectiveOperationException {
    Callable<?> run =
        (Callable<?>)
            SabotagedLoader.of(sabotage, REPOSITORY)
                .loadClass("dev.tidelock.simulation.world.SabotagedRun")
                .getConstructor(int.class)
                .newInstance(SEEDS);
    String found = String.valueOf(call(run));
    System.out.println(sabotage + ": " + found);
    assertThat(found).as("what was found of %s", sabotage).isNotEmpty();
  }

  private static Object call(Callable<?> run) {
    try {
      return run.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
