package dev.tidelock.cli.torture;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Tortures three devices and their hub; see [Torture] for longer runs than the build's.
class HubTortureTest {
  private static final long SEED = 7;

  @Test
  void nothingIsLostWithAHubThatIsKilledOrGoesBackAndConnectionsThatAreCut() throws IOException {
    Torture.run(TortureRun.World.HUB, SEED);
  }
}
