package dev.tidelock.simulation.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.simulation.rows.RowSimulation.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Applications write rows on devices where everything goes wrong; see [RowCampaign].
///
/// - `-Dtidelock.rows.seconds=N`: for so long, on after failures;
/// - `-Dtidelock.rows.root=R`: the seeds of the run that printed this root;
/// - `-Dtidelock.rows.file=FILE`: replays a run that was written down, and makes it shorter.
class RowSimulationTest {
  private static final Path KEPT = Path.of("src/test/regressions/rows");
  private static final String SECONDS = System.getProperty("tidelock.rows.seconds", "");
  private static final double USUAL_SECONDS = 8;
  private static final int MANY_FAILURES = 20;

  @Test
  @SuppressWarnings("SystemOut")
  void rowsAreKeptOnEverySeed() {
    String given = System.getProperty("tidelock.rows.root", "");
    long root = given.isEmpty() ? new SecureRandom().nextLong() : Long.parseUnsignedLong(given, 16);
    double seconds = SECONDS.isEmpty() ? USUAL_SECONDS : Double.parseDouble(SECONDS);
    System.out.printf("rows: the root is %016x%n", root);
    RowCampaign campaign =
        new RowCampaign()
            .run(
                root,
                Long.MAX_VALUE,
                (long) (seconds * 1e9),
                SECONDS.isEmpty() ? 1 : MANY_FAILURES);
    System.out.printf("rows: %d runs%n%s%n", campaign.runs(), campaign.counters());

    assertThat(campaign.failures().stream().map(Report::story)).isEmpty();
  }

  static List<Path> kept() throws IOException {
    String file = System.getProperty("tidelock.rows.file", "");
    if (!file.isEmpty()) {
      return List.of(Path.of(file));
    }
    try (Stream<Path> files = Files.list(KEPT)) {
      return files.filter(it -> it.toString().endsWith(".txt")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("kept")
  void whatFailedOnceGoesWell(Path file) throws IOException {
    Report report = RowCampaign.twice(RowScenario.parse(Files.readString(file)));
    Report shortest = report.violation().isPresent() ? RowCampaign.shortest(report) : report;

    assertThat(shortest.violation()).as(shortest.story()).isEmpty();
  }
}
