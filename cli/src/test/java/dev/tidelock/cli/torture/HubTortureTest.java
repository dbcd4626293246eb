package dev.tidelock.cli.torture;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Tortures three devices and their hub; see [Torture] for longer runs than the build's.
class HubTortureTest {
  /// Meets a kill, a sleep and an older backup of the hub, and watches that become equal.
  private static final long SEED = 0x1b8f29;

  @Test
  void nothingIsLostWithAHubThatIsKilledOrGoesBackAndConnectionsThatAreCut() throws IOException {
    Torture.run(TortureRun.World.HUB, SEED);
  }
}
