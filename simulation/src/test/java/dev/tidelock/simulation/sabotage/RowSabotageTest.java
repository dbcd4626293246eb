package dev.tidelock.simulation.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.rows.RowSearch;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The simulation of rows is worth what it finds: each [RowSabotage] must be found.
///
/// With `-Dtidelock.sabotage.roots=N` each is looked for N times, from as many root seeds; without,
/// not at all: some take minutes.
@EnabledIfSystemProperty(named = "tidelock.sabotage.roots", matches = "[0-9]+")
class RowSabotageTest {
  private static final Path REPOSITORY = Path.of("..");
  private static final long ROOT = 0x726F_7773L;
  private static final int ROOTS = Integer.getInteger("tidelock.sabotage.roots", 1);

  /// Several times as many as were ever needed.
  private static final int SEEDS = 400;

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("SystemOut")
  void eachIsFound(RowSabotage sabotage) throws Exception {
    ClassLoader sabotaged = SabotagedLoader.of(sabotage.name(), sabotage.changes(), REPOSITORY);
    Tape roots = Tape.of(ROOT);
    for (int i = 0; i < ROOTS; i++) {
      String found =
          (String)
              ((Callable<?>)
                      sabotaged
                          .loadClass(RowSearch.class.getName())
                          .getConstructor(String.class, long.class, int.class)
                          .newInstance(sabotage.kinds(), roots.nextLong(), SEEDS))
                  .call();
      System.out.println(sabotage + ": " + found);
      assertThat(found).as("what was found of %s", sabotage).isNotEmpty();
    }
  }
}
