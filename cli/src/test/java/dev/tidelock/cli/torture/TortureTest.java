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

/// Tortures the program. In the build it is a short run from a fixed seed; properties make it long:
///
/// - `tidelock.torture.seed`: a seed in hexadecimal digits, or `random`
/// - `tidelock.torture.runs`: how many runs, each with the next seed
/// - `tidelock.torture.edits`: how many edits each
/// - `tidelock.torture.tree`: what the devices start with
/// - `tidelock.torture.files`: the most files of that
///
/// A run that fails leaves its directory, with `journal.txt`, and says where it is.
class TortureTest {
  private static final int PHASE = 250;

  @Test
  void nothingIsLostAndBothSidesEndEqual() throws IOException {
    String wanted = System.getProperty("tidelock.torture.seed", "7");
    long seed =
        wanted.equals("random")
            ? ThreadLocalRandom.current().nextLong()
            : Long.parseUnsignedLong(wanted, 16);
    for (int run = 0; run < Integer.getInteger("tidelock.torture.runs", 1); run++) {
      torture(seed + run);
    }
  }

  private static void torture(long seed) throws IOException {
    TortureRun.Plan plan =
        new TortureRun.Plan(
            seed,
            Integer.getInteger("tidelock.torture.edits", 40),
            PHASE,
            Path.of(System.getProperty("tidelock.torture.tree", "src")).toAbsolutePath(),
            Integer.getInteger("tidelock.torture.files", 100));
    Path base = Files.createTempDirectory("tidelock-torture-").toRealPath();
    try {
      new TortureRun(plan, ProgramLine.ofProcess(), base, System.out::println).run();
    } catch (AssertionError | RuntimeException e) {
      fail("seed " + Long.toHexString(seed) + " failed; everything is left in " + base, e);
    }
    try (Stream<Path> walk = Files.walk(base)) {
      List<Path> all = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : all) {
        Files.delete(path);
      }
    }
  }
}
