package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long it takes from a write on one device to the same bytes on another, through a hub, with a
/// watch on both. It measures where it is asked to, with `-Dtidelock.latency.trials=N`, and means
/// something only on a machine that does nothing else.
class WatchLatencyTest {
  private static final int TRIALS = Integer.getInteger("tidelock.latency.trials", 0);
  private static final int FILES = 2_000;
  private static final long SEED = 4;

  @TempDir private Path base;

  @Test
  void fromAWriteHereToTheSameBytesThere() throws Exception {
    assumeTrue(TRIALS > 0, "asked for with -Dtidelock.latency.trials");
    Random random = new Random(SEED);
    try (ServedHub hub = ServedHub.start(base)) {
      Device here = Device.create(base, "here");
      hub.signIn(here, "ann@example.org");
      for (int i = 0; i < FILES; i++) {
        here.write(file(i), "file " + i + "\n");
      }
      here.run("init", "--name", "measured", "--remote", hub.url());
      assertThat(here.run("sync").exit()).isZero();
      Device there = Device.create(base, "there");
      hub.signIn(there, "ann@example.org");
      assertThat(there.run("clone", "measured", ".").exit()).isZero();
      try (WatchProcess _ = WatchProcess.of(here);
          WatchProcess _ = WatchProcess.of(there)) {
        long[] micros = new long[TRIALS];
        for (int i = 0; i < TRIALS; i++) {
          TimeUnit.MILLISECONDS.sleep(1_000 + random.nextInt(1_500));
          micros[i] = trial(here, there, file(random.nextInt(FILES)), "trial " + i + "\n") / 1_000;
        }
        long[] sorted = LongStream.of(micros).sorted().toArray();
        System.out.printf(
            "write here to same bytes there: median %.1f ms, %.1f to %.1f ms, %d trials%n",
            sorted[TRIALS / 2] / 1e3, sorted[0] / 1e3, sorted[TRIALS - 1] / 1e3, TRIALS);
      }
    }
  }

  private static String file(int number) {
    return "d%02d/f%04d".formatted(number % 40, number);
  }

  private static long trial(Device here, Device there, String file, String text) throws Exception {
    long began = System.nanoTime();
    here.write(file, text);
    while (!there.read(file).equals(text)) {
      assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(60));
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return System.nanoTime() - began;
  }
}
