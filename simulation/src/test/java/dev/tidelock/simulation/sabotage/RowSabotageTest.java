package dev.tidelock.simulation.sabotage;

import dev.tidelock.simulation.rows.RowSearch;
import java.nio.file.Path;
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

  @ParameterizedTest
  @EnumSource
  void eachIsFound(RowSabotage sabotage) throws Exception {
    ClassLoader sabotaged = SabotagedLoader.of(sabotage.name(), sabotage.changes(), REPOSITORY);
    Hunt.find(sabotage, sabotaged, RowSearch.class, sabotage.kinds(), ROOT);
  }
}
