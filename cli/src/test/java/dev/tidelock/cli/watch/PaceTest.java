package dev.tidelock.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.cli.watch.Pace.Coverage;
import dev.tidelock.cli.watch.Pace.Ending;
import dev.tidelock.cli.watch.Pace.Hearing;
import dev.tidelock.cli.watch.Pace.Next;
import dev.tidelock.cli.watch.Pace.Part;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/// The decisions of a watch, with a clock that is moved by hand; times in milliseconds from the
/// start of the watch.
class PaceTest {
  private static final long MILLI = 1_000_000L;
  private static final long START = 5_000_000_000L;

  private final Pace pace = new Pace(Pace.Timing.of(50, 60), START);
  private long now = START;

  private static long at(long millis) {
    return START + millis * MILLI;
  }

  private long millis() {
    return (now - START) / MILLI;
  }

  /// Lets the first look at everything be over, with remotes that tell by themselves.
  private void begin() {
    pace.hears(Hearing.ANNOUNCED);
    go(EnumSet.of(Part.EVERYTHING), 100, Ending.QUIET);
  }

  /// Waits for the next round, checks when and what for it is, and does it.
  private long go(Set<Part> expected, long takesMillis, Ending ending) {
    Set<Part> parts = await();
    long began = millis();
    assertThat(parts).as("at %s ms", began).isEqualTo(expected);
    pace.begin(parts, now);
    now += takesMillis * MILLI;
    pace.end(parts, ending, now);
    return began;
  }

  private Set<Part> await() {
    for (int i = 0; i < 100; i++) {
      switch (pace.next(now)) {
        case Next.Wait(long until) -> {
          assertThat(until).as("waiting leads on").isGreaterThan(now).isLessThan(at(10_000_000));
          now = until;
        }
        case Next.Go(Set<Part> parts) -> {
          return parts;
        }
      }
    }
    throw new AssertionError("waits and waits");
  }

  private boolean isIdle() {
    return pace.next(now) instanceof Next.Wait;
  }

  /// Lets the disk change every so often until a time, and returns when commits were made.
  private List<Long> steady(long everyMillis, long untilMillis) {
    List<Long> commits = new ArrayList<>();
    long nextChange = now;
    while (now < at(untilMillis)) {
      if (now >= nextChange) {
        pace.changed(now, Stir.NAMES);
        nextChange += everyMillis * MILLI;
      }
      if (pace.next(now) instanceof Next.Go(Set<Part> parts)) {
        pace.begin(parts, now);
        commits.add(millis());
        pace.end(parts, Ending.COMMITTED, now + 20 * MILLI);
      }
      now += 10 * MILLI;
    }
    return commits;
  }

  @Test
  void everythingIsLookedAtFirstAndThenAtEveryInterval() {
    begin();

    assertThat(go(EnumSet.of(Part.EVERYTHING), 100, Ending.QUIET)).isEqualTo(60_100);
    assertThat(go(EnumSet.of(Part.EVERYTHING), 100, Ending.QUIET)).isEqualTo(120_200);
  }

  @Test
  void theFirstChangeGoesOutWhenItStandsStillForAMoment() {
    begin();
    now = at(5_000);
    pace.changed(now, Stir.NAMES);
    now = at(5_030);
    pace.changed(now, Stir.NAMES);

    assertThat(go(EnumSet.of(Part.CHANGES), 30, Ending.COMMITTED)).isEqualTo(5_080);
  }

  @Test
  void whatNeverStandsStillIsTakenAllTheSame() {
    begin();
    now = at(5_000);
    LongConsumer change = time -> pace.changed(time, Stir.NAMES);
    while (isIdle()) {
      change.accept(now);
      now += 10 * MILLI;
    }

    assertThat(millis()).isBetween(5_390L, 5_420L);
  }

  @Test
  void steadyChangeMakesOneCommitInTwoSeconds() {
    begin();
    now = at(5_000);

    List<Long> commits = steady(100, 25_000);

    assertThat(commits.getFirst()).isLessThan(5_500);
    assertThat(commits).hasSizeBetween(9, 11);
    for (int i = 1; i < commits.size(); i++) {
      assertThat(commits.get(i) - commits.get(i - 1)).isGreaterThanOrEqualTo(2_000);
    }
  }

  @Test
  void changesWithPausesGoOutAtOnceUntilTheAllowanceIsSpent() {
    begin();
    now = at(5_000);

    List<Long> commits = steady(1_000, 65_000);

    assertThat(commits.get(1) - commits.get(0)).isEqualTo(1_000);
    assertThat(commits).as("one in two seconds in the long run").hasSizeLessThan(38);
  }

  @Test
  void aRoundThatTakesLongMakesRoom() {
    begin();
    now = at(5_000);
    pace.changed(now, Stir.NAMES);
    go(EnumSet.of(Part.CHANGES), 10_000, Ending.COMMITTED);
    pace.changed(now, Stir.NAMES);

    assertThat(go(EnumSet.of(Part.CHANGES), 30, Ending.COMMITTED)).isEqualTo(25_050);
  }

  @Test
  void whatChangedDuringALongWaitForARemoteWaitsNotAsLongAgain() {
    begin();
    pace.changed(now, Stir.NAMES);
    go(EnumSet.of(Part.CHANGES), 300_000, Ending.COMMITTED);
    long over = millis();
    pace.changed(now, Stir.NAMES);
    pace.announced(now);

    await();
    assertThat(millis() - over).isLessThanOrEqualTo(10_000);
  }

  @Test
  void hintsOfOnesOwnWritesDelayNothing() {
    begin();
    for (int i = 0; i < 5; i++) {
      pace.announced(now);
      go(EnumSet.of(Part.REMOTE), 50, Ending.QUIET);
      pace.changed(now, Stir.NAMES);
      go(EnumSet.of(Part.CHANGES), 5, Ending.QUIET);
    }
    long then = millis();
    pace.changed(now, Stir.NAMES);

    assertThat(go(EnumSet.of(Part.CHANGES), 30, Ending.COMMITTED)).isEqualTo(then + 50);
  }

  @Test
  void anAnnouncementIsFollowedSoonAlsoWhileACommitHasToWait() {
    begin();
    now = at(5_000);
    pace.changed(now, Stir.NAMES);
    go(EnumSet.of(Part.CHANGES), 30, Ending.COMMITTED);
    pace.changed(now, Stir.NAMES);
    pace.announced(now);

    assertThat(go(EnumSet.of(Part.REMOTE), 30, Ending.QUIET))
        .as("as long after the last round as that took")
        .isEqualTo(5_110);
    assertThat(go(EnumSet.of(Part.CHANGES), 30, Ending.COMMITTED)).isEqualTo(7_050);
  }

  @Test
  void aRemoteThatDoesNotTellIsAsked() {
    begin();
    pace.hears(Hearing.ASKED);

    assertThat(go(EnumSet.of(Part.REMOTE), 100, Ending.QUIET)).isEqualTo(3_100);
    assertThat(go(EnumSet.of(Part.REMOTE), 100, Ending.QUIET)).isEqualTo(6_200);
  }

  @Test
  void aRemoteThatIsAwayIsTriedWhenItsTimeHasCome() {
    begin();
    pace.hears(Hearing.AWAY);
    pace.retryRemote(at(7_000));

    assertThat(go(EnumSet.of(Part.REMOTE), 100, Ending.QUIET)).isEqualTo(7_000);
    assertThat(go(EnumSet.of(Part.EVERYTHING), 100, Ending.QUIET)).isEqualTo(60_100);
  }

  @Test
  void whatIsGoneIsLookedAtAgainInItsTime() {
    begin();
    pace.lookAgain(OptionalLong.of(at(4_000)));

    assertThat(go(EnumSet.of(Part.AGAIN), 10, Ending.COMMITTED)).isEqualTo(4_000);
    assertThat(go(EnumSet.of(Part.EVERYTHING), 10, Ending.QUIET)).isEqualTo(60_100);
  }

  @Test
  void whereNotAllIsWatchedEverythingIsLookedAtMoreOften() {
    begin();
    pace.covers(Coverage.PARTLY_WATCHED);

    assertThat(go(EnumSet.of(Part.EVERYTHING), 2_000, Ending.QUIET)).isEqualTo(10_000);
    assertThat(go(EnumSet.of(Part.EVERYTHING), 100, Ending.QUIET))
        .as("looking takes a twentieth of the time at most")
        .isEqualTo(50_000);
  }

  @Test
  void lostHintsMeanALookAtEverything() {
    begin();
    now = at(1_000);
    pace.everythingChanged(now);

    assertThat(go(EnumSet.of(Part.EVERYTHING), 100, Ending.QUIET)).isEqualTo(1_050);
  }

  @Test
  void aRoundThatFailedIsDoneAgainWhenItsTimeHasCome() {
    begin();
    now = at(1_000);
    pace.changed(now, Stir.NAMES);
    Set<Part> parts = await();
    pace.begin(parts, now);
    pace.failed(parts, now);
    pace.hold(at(9_000));

    assertThat(go(EnumSet.of(Part.CHANGES, Part.REMOTE), 10, Ending.QUIET)).isEqualTo(9_000);
  }

  @Test
  void aFileWrittenInItsPlaceInOneGoGoesOutSooner() {
    begin();
    now = at(1_000);
    pace.changed(now, Stir.CONTENTS);
    now = at(1_004);
    pace.changed(now, Stir.CONTENTS);
    assertThat(go(EnumSet.of(Part.CHANGES), 30, Ending.COMMITTED)).isBetween(1_020L, 1_021L);
  }

  @Test
  void whatGoesOnBeingWrittenOrIsGivenANameWaitsUntilItStandsStill() {
    begin();
    now = at(1_000);
    pace.changed(now, Stir.CONTENTS);
    now = at(1_012);
    pace.changed(now, Stir.CONTENTS);
    assertThat(go(EnumSet.of(Part.CHANGES), 30, Ending.QUIET)).isEqualTo(1_062);
    now = at(5_000);
    pace.changed(now, Stir.NAMES);
    pace.changed(now, Stir.CONTENTS);
    assertThat(go(EnumSet.of(Part.CHANGES), 30, Ending.QUIET)).isEqualTo(5_050);
  }
}
