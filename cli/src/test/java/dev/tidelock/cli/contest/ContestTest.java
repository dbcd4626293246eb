package dev.tidelock.cli.contest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Lets tools keep two directories the same, seed by seed, and prints what came of it. Not part of
/// a build; properties ask for it:
///
/// - `tidelock.contest.tools`: which, separated by commas: tidelock, unison, syncthing, bisync, git
/// - `tidelock.contest.seed`: the first seed, in hexadecimal digits
/// - `tidelock.contest.seeds`: how many
/// - `tidelock.contest.edits`: how many edits for each
/// - `tidelock.contest.phase`: after how many all comes to rest and is judged
class ContestTest {
  private static final String TOOLS = System.getProperty("tidelock.contest.tools", "");
  private static final Path LAUNCHER = Path.of("../tidelock").toAbsolutePath().normalize();

  @Test
  void whatToolsLoseDuplicateOrLeaveApart() throws IOException {
    assumeTrue(!TOOLS.isEmpty(), "asked for with -Dtidelock.contest.tools");
    long seed = Long.parseUnsignedLong(System.getProperty("tidelock.contest.seed", "a1"), 16);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < Integer.getInteger("tidelock.contest.seeds", 1); i++) {
      for (String name : List.of(TOOLS.split(","))) {
        lines.add(run(tool(name), seed + i));
      }
    }
    lines.forEach(System.out::println);
  }

  private static Contestant tool(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "tidelock" -> new Tidelock(LAUNCHER);
      case "unison" -> new Unison();
      case "syncthing" -> new Syncthing();
      case "bisync" -> new Bisync();
      case "git" -> new Git();
      default -> throw new IllegalArgumentException("no such tool: " + name);
    };
  }

  private static String run(Contestant tool, long seed) throws IOException {
    Path base = Files.createTempDirectory("contest-").toRealPath();
    int edits = Integer.getInteger("tidelock.contest.edits", 300);
    int phase = Integer.getInteger("tidelock.contest.phase", 100);
    try (tool) {
      String version = tool.version();
      System.out.println(version + ", seed " + Long.toHexString(seed) + ", in " + base);
      ContestRun run = new ContestRun(tool, seed, edits, phase, base, System.out::println);
      ContestRun.Result result = run.run(Path.of("src").toAbsolutePath());
      return ("%s, seed %x: %d edits, %d kills, %d sleeps; %s;"
              + " over all rests apart %d, undone %d; %s")
          .formatted(
              tool.name(),
              seed,
              result.edits(),
              result.kills(),
              result.sleeps(),
              result.last(),
              result.apart(),
              result.undone(),
              tool.remarks());
    }
  }
}
