package dev.tidelock.hub.care;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.port.Clock;
import dev.tidelock.hub.report.Freed;
import dev.tidelock.hub.store.StoreFailure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// When a hub that serves collects garbage.
class DailyCollectionTest {
  private final HandClock clock = new HandClock();
  private final AtomicInteger collections = new AtomicInteger();

  /// A clock that goes when it is told to.
  private static final class HandClock implements Clock {
    private long nanos = Long.MAX_VALUE - 5;

    void pass(Duration time) {
      nanos += time.toNanos();
    }

    @Override
    public long wallMillis() {
      return 0;
    }

    @Override
    public long monotonicNanos() {
      return nanos;
    }

    @Override
    public String boot() {
      return "boot";
    }
  }

  private Freed count() {
    collections.incrementAndGet();
    return Freed.NOTHING;
  }

  private void assertCollected(DailyCollection daily, Duration after, int times) {
    clock.pass(after);
    daily.look();
    daily.look();
    assertThat(collections).as("after another " + after).hasValue(times);
  }

  @Test
  void theFirstIsAnHourAfterTheStartAndThenThereIsOneADay() {
    try (DailyCollection daily = new DailyCollection(this::count, clock)) {
      assertCollected(daily, Duration.ZERO, 0);
      assertCollected(daily, Duration.ofMinutes(59), 0);
      assertCollected(daily, Duration.ofMinutes(1), 1);
      assertCollected(daily, Duration.ofHours(23), 1);
      assertCollected(daily, Duration.ofHours(1), 2);
      assertCollected(daily, Duration.ofDays(9), 3);
      assertCollected(daily, Duration.ofHours(23), 3);
    }
  }

  @Test
  void oneThatFailsEndsNothingAndIsTriedAgainTheNextDay() {
    try (DailyCollection daily =
        new DailyCollection(
            () -> {
              count();
              throw new StoreFailure(StoreFailure.Reason.BUSY, "too much is going on");
            },
            clock)) {
      assertCollected(daily, Duration.ofHours(1), 1);
      assertCollected(daily, Duration.ofHours(2), 1);
      assertCollected(daily, Duration.ofHours(22), 2);
    }
  }
}
