package dev.tidelock.workspace.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(1_000, 60_000, new Random(7));

  @Test
  void theWaitDoublesUpToALimitAndIsNeverTheSame() {
    long limit = 1_000;
    for (int i = 0; i < 100; i++) {
      backoff.failed(5);

      assertThat(backoff.until().orElseThrow() - 5).isBetween(limit / 2, limit);
      limit = Math.min(60_000, limit * 2);
    }
  }

  @Test
  void afterSuccessItBeginsAnew() {
    backoff.failed(0);
    backoff.failed(0);
    backoff.reset();

    assertThat(backoff.until()).isEmpty();
    backoff.failed(0);
    assertThat(backoff.until().orElseThrow()).isBetween(500L, 1_000L);
  }
}
