package dev.tidelock.cli.torture;

import static org.assertj.core.api.Assertions.fail;

import dev.tidelock.cli.demo.ProgramLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Tortures the program. In the build there are two short runs from fixed seeds, one with a shared
/// directory and one with a hub; properties make one of them long:
///
/// - `tidelock.torture.hub`: `true` if it is the one with the hub
/// - `tidelock.torture.seed`: a seed in hexadecimal digits, or `random`
/// - `tidelock.torture.runs`: how many runs, each with the next seed
/// - `tidelock.torture.edits`: how many edits each
/// - `tidelock.torture.tree`: what the devices start with
/// - `tidelock.torture.files`: the most files of that
///
/// A run that fails leaves its directory, with `journal.txt`, and says where it is.
class TortureTest {
  private static final long SEED = 7;
  private static final int EDITS = 40;
  private static final int PHASE = 250;
  private static final int FILES = 100;
  private static final Path SOURCES = Path.of("src").toAbsolutePath();

  @Test
  void nothingIsLostAndBothSidesEndEqual() throws IOException {
    torture(TortureRun.World.DIRECTORY);
  }

  @Test
  void nothingIsLostWithAHubThatIsKilledAndWatchesAndConnectionsThatAreCut() throws IOException {
    torture(TortureRun.World.HUB);
  }

  private static void torture(TortureRun.World world) throws IOException {
    boolean meant = Boolean.getBoolean("tidelock.torture.hub") == (world == TortureRun.World.HUB);
    if (!meant) {
      torture(new TortureRun.Plan(world, SEED, EDITS, PHASE, SOURCES, FILES));
      return;
    }
    String wanted = System.getProperty("tidelock.torture.seed", Long.toHexString(SEED));
    long seed =
        wanted.equals("random")
            ? ThreadLocalRandom.current().nextLong()
            : Long.parseUnsignedLong(wanted, 16);
    for (int run = 0; run < Integer.getInteger("tidelock.torture.runs", 1); run++) {
      torture(
          new TortureRun.Plan(
              world,
              seed + run,
              Integer.getInteger("tidelock.torture.edits", EDITS),
              PHASE,
              Path.of(System.getProperty("tidelock.torture.tree", SOURCES.toString()))
                  .toAbsolutePath(),
              Integer.getInteger("tidelock.torture.files", FILES)));
    }
  }

  private static void torture(TortureRun.Plan plan) throws IOException {
    Path base = Files.createTempDirectory("tidelock-torture-").toRealPath();
    try {
      new TortureRun(plan, ProgramLine.ofProcess(), base, System.out::println).run();
    } catch (AssertionError | RuntimeException e) {
      fail("seed " + Long.toHexString(plan.seed()) + " failed; everything is left in " + base, e);
    }
    try (Stream<Path> walk = Files.walk(base)) {
      List<Path> all = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : all) {
        Files.delete(path);
      }
    }
  }
}
