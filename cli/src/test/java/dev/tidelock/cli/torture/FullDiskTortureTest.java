package dev.tidelock.cli.torture;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Tortures two devices and their hub on disks that fill up; see [Torture] for longer runs than the
/// build's.
class FullDiskTortureTest {
  private static final long SEED = 0x5d;

  @Test
  void nothingIsLostOnDisksThatFillUp() throws IOException {
    assumeTrue(SmallDisk.isPossible(), "only root may make the small disks that this needs");
    Torture.run(TortureRun.World.SMALL_DISKS, SEED);
  }
}
