package dev.tidelock.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Duration DEBOUNCE = Duration.ofNanos(10);
  private static final Duration INTERVAL = Duration.ofNanos(1_000);

  private final Schedule schedule = new Schedule(DEBOUNCE, INTERVAL, 5_000);

  @Test
  void theFirstSyncIsDueAtOnce() {
    assertThat(schedule.due()).isEqualTo(5_000);
  }

  @Test
  void withoutChangesItIsDueAfterTheInterval() {
    schedule.began(6_000);

    assertThat(schedule.due()).isEqualTo(7_000);
  }

  @Test
  void aChangeIsTakenOnceTheDatabaseStandsStill() {
    schedule.began(6_000);
    schedule.changed(6_100);
    schedule.changed(6_105);

    assertThat(schedule.due()).isEqualTo(6_115);
  }

  @Test
  void whoNeverStandsStillIsSyncedAllTheSame() {
    schedule.began(6_000);
    for (int now = 6_100; now < 6_400; now++) {
      schedule.changed(now);
    }

    assertThat(schedule.due()).isEqualTo(6_100 + Schedule.PATIENCE * DEBOUNCE.toNanos());
  }

  @Test
  void aSyncTakesAllChangesThatWereMadeBeforeIt() {
    schedule.began(6_000);
    schedule.changed(6_100);
    schedule.began(6_110);

    assertThat(schedule.due()).isEqualTo(7_110);
  }

  @Test
  void whatIsNewAtTheRemoteIsFetchedAtOnce() {
    schedule.began(6_000);
    schedule.heard();
    assertThat(schedule.due()).isLessThanOrEqualTo(6_000);

    schedule.began(6_100);

    assertThat(schedule.due()).isEqualTo(7_100);
  }

  @Test
  void otherTimesCountFromThenOn() {
    schedule.began(6_000);
    schedule.change(DEBOUNCE, Duration.ofNanos(50));

    assertThat(schedule.due()).isEqualTo(6_050);
  }
}
