package dev.tidelock.simulation.world;

import dev.tidelock.simulation.world.Campaign.Failure;
import dev.tidelock.simulation.world.Campaign.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes down how a campaign goes: each failing run in a file that a test can replay, a line each
/// minute, and all figures at the end.
final class Chronicle implements Campaign.Observer {
  private static final double MINUTE = 60;
  private static final int MOST_FILES = 200;

  private final Path directory;
  private double told;
  private int files;

  /// @param directory where the files go
  Chronicle(Path directory) {
    this.directory = directory;
  }

  @Override
  @SuppressWarnings("SystemOut")
  public void failed(Failure failure) {
    Report report = failure.report();
    String seed = Campaign.print(failure.seed());
    System.out.printf("seed %s failed: %s%n", seed, report.violation().orElseThrow().words());
    if (files++ < MOST_FILES) {
      Path file = write(seed + ".txt", text(failure.seed(), report));
      write(seed + ".story.txt", report.story());
      System.out.printf("  written to %s; what happened is beside it%n", file);
    }
  }

  /// A failing run as a file for the tests.
  static String text(long seed, Report report) {
    String words = report.violation().map(Violation::words).orElse("nothing");
    return "# %s%n# from seed %s%n%s"
        .formatted(
            words.replaceAll("\\s+", " "),
            Campaign.print(seed),
            ScenarioText.print(report.scenario()));
  }

  @Override
  @SuppressWarnings("SystemOut")
  public void goesOn(Outcome soFar) {
    if (soFar.seconds() - told >= MINUTE) {
      told = soFar.seconds();
      System.out.printf(
          "%.0f minutes: %d seeds, %.1f per second, %d calls to ports, %d failed%n",
          soFar.seconds() / MINUTE,
          soFar.runs(),
          soFar.perSecond(),
          soFar.counters().of(Simulation.CALLS),
          soFar.failed());
      write("report.md", Figures.of(soFar));
    }
  }

  /// Tells of all.
  @SuppressWarnings("SystemOut")
  void end(Outcome outcome) {
    System.out.print(outcome.summary());
    System.out.printf("the report is %s%n", write("report.md", Figures.of(outcome)));
  }

  private Path write(String name, String text) {
    try {
      Files.createDirectories(directory);
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
