package dev.tidelock.cli.torture;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Tortures two devices that share a directory; see [Torture] for longer runs than the build's.
class TortureTest {
  private static final long SEED = 7;

  @Test
  void nothingIsLostAndBothSidesEndEqual() throws IOException {
    Torture.run(TortureRun.World.DIRECTORY, SEED);
  }
}
