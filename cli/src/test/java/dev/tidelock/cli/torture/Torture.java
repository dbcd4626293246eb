package dev.tidelock.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tidelock.cli.demo.ProgramLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// The runs that one build makes: a short one from a fixed seed, or what properties ask for:
///
/// - `tidelock.torture.seed`: a seed in hexadecimal digits, or `random`
/// - `tidelock.torture.runs`: how many runs, each with the next seed
/// - `tidelock.torture.edits`: how many edits each
/// - `tidelock.torture.phase`: after how many edits all come to rest and are judged
/// - `tidelock.torture.tree`: what the devices start with
/// - `tidelock.torture.files`: the most files of that
///
/// A long run must have met everything that can happen in its world. A run that fails leaves its
/// directory, with `journal.txt`, and says where it is.
final class Torture {
  private static final int EDITS = 24;
  private static final int LONG = 2000;
  private static final int LONGEST_PHASE = 250;
  private static final int FILES = 100;
  private static final Path SOURCES = Path.of("src").toAbsolutePath();

  private Torture() {}

  /// @param usual the seed if no other is asked for
  /// @throws AssertionError if the program failed
  static void run(TortureRun.World world, long usual) throws IOException {
    String wanted = System.getProperty("tidelock.torture.seed", Long.toHexString(usual));
    long seed =
        wanted.equals("random")
            ? ThreadLocalRandom.current().nextLong()
            : Long.parseUnsignedLong(wanted, 16);
    int edits = Integer.getInteger("tidelock.torture.edits", EDITS);
    int phase = Integer.getInteger("tidelock.torture.phase", Math.min(edits / 2, LONGEST_PHASE));
    Path tree = Path.of(System.getProperty("tidelock.torture.tree", SOURCES.toString()));
    int files = Integer.getInteger("tidelock.torture.files", FILES);
    for (int run = 0; run < Integer.getInteger("tidelock.torture.runs", 1); run++) {
      run(new TortureRun.Plan(world, seed + run, edits, phase, tree.toAbsolutePath(), files));
    }
  }

  private static void run(TortureRun.Plan plan) throws IOException {
    Path base = Files.createTempDirectory("tidelock-torture-").toRealPath();
    try {
      Tally tally = new TortureRun(plan, ProgramLine.ofProcess(), base, System.out::println).run();
      if (plan.edits() >= LONG) {
        assertThat(tally.missing(plan.world())).as("what a long run never met").isEmpty();
      }
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
