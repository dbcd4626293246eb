package dev.tidelock.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every run that failed once, simplified and kept as a file, goes well now.
///
/// `-Dtidelock.sim.file=FILE` replays and simplifies another one.
class RegressionTest {
  private static final Path KEPT = Path.of("src/test/regressions");

  static List<Path> runs() throws IOException {
    String file = System.getProperty("tidelock.sim.file", "");
    if (!file.isEmpty()) {
      return List.of(Path.of(file));
    }
    try (Stream<Path> files = Files.list(KEPT)) {
      return files.filter(it -> it.toString().endsWith(".txt")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void whatFailedOnceGoesWell(Path file) throws IOException {
    Scenario scenario = ScenarioText.parse(Files.readString(file));
    Campaign campaign =
        new Campaign(new EnginePlay(), UnaryOperator.identity(), 0, Campaign.Limits.seeds(1));

    Report report = campaign.shortest(campaign.twice(scenario));

    assertThat(report.violation()).as(report.story()).isEmpty();
  }
}
