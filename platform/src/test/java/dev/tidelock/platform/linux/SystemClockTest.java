package dev.tidelock.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SystemClockTest {
  private final SystemClock clock = new SystemClock();

  @Test
  void monotonicTimeCountsFromTheMachinesStart() throws IOException {
    double before = uptimeSeconds();
    long nanos = clock.monotonicNanos();
    double after = uptimeSeconds();

    assertThat(nanos / 1e9).isBetween(before - 0.02, after + 0.02);
    assertThat(new SystemClock().monotonicNanos()).isGreaterThanOrEqualTo(nanos);
  }

  private static double uptimeSeconds() throws IOException {
    return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
  }

  @Test
  void aBootHasOneName() {
    assertThat(clock.boot()).hasSize(36).isEqualTo(new SystemClock().boot());
  }

  @Test
  void wallTimeIsTheSystems() {
    assertThat(clock.wallMillis())
        .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());
  }
}
