package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.sync.SyncOutcome;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a push asks of a place and sends there: as much as changed, in few questions.
class PushingTest {
  @RegisterExtension final World world = new World();

  private static void fill(Device device, int directories, int files) {
    for (int i = 0; i < directories; i++) {
      for (int j = 0; j < files; j++) {
        device.write("top/d" + i + "/f" + j, "file " + j + " of " + i + " " + "x".repeat(100));
      }
    }
  }

  private static WatchedRemote watch(Device device) {
    WatchedRemote watched = new WatchedRemote();
    device.surround(watched);
    return watched;
  }

  @Test
  void aSmallChangeIsOneQuestionAndOneMove() {
    Device a = world.device("A");
    fill(a, 40, 40);
    a.sync();
    WatchedRemote watched = watch(a);

    a.write("top/d7/f7", "edited");
    a.sync();

    assertThat(watched.asked).hasSize(1);
    assertThat(watched.asked.getFirst()).isLessThan(12);
    assertThat(watched.sent).hasSize(watched.asked.getFirst());
    assertThat(watched.moves).hasSize(1);
  }

  @Test
  void amongOthersEditsAndAMergeItIsStillOneQuestion() {
    Device a = world.device("A");
    Device b = world.device("B");
    fill(a, 40, 40);
    a.sync();
    b.sync();
    b.write("top/d3/f3", "edited by B");
    b.sync();
    WatchedRemote watched = watch(a);

    a.write("top/d7/f7", "edited by A");
    a.sync();

    assertThat(watched.asked).hasSize(1);
    assertThat(watched.sent).hasSizeLessThan(20);
    assertThat(watched.whole).isNotEmpty().allSatisfy(whole -> assertThat(whole).isNotEmpty());
  }

  @Test
  void whatIsOnlyMovedIsNotSentAgain() {
    Device a = world.device("A");
    fill(a, 300, 30);
    a.sync();
    WatchedRemote watched = watch(a);

    a.move("top", "deep/down/elsewhere");
    a.sync();

    assertThat(watched.sent).hasSizeLessThan(12);
    assertThat(watched.asked.stream().mapToInt(each -> each).sum()).isLessThan(10_000);
  }

  @Test
  void aByteInALargeFileSendsLittle() {
    Device a = world.device("A");
    byte[] large = new byte[12 << 20];
    new Random(4).nextBytes(large);
    a.write("large", Bytes.copyOf(large));
    a.sync();
    WatchedRemote watched = watch(a);

    large[6 << 20]++;
    a.write("large", Bytes.wrap(large));
    a.sync();

    assertThat(watched.asked).hasSize(1);
    assertThat(watched.sent).hasSizeLessThan(12);
  }

  @Test
  void manyObjectsAreAskedAboutInWindowsAndEachIsSentOnce() {
    Device a = world.device("A");
    fill(a, 120, 80);
    WatchedRemote watched = watch(a);

    a.sync();

    assertThat(watched.asked)
        .hasSizeBetween(2, 4)
        .allSatisfy(size -> assertThat(size).isPositive());
    assertThat(watched.asked).allSatisfy(size -> assertThat(size).isLessThan(Remote.MAX_ASKED));
    assertThat(new HashSet<>(watched.sent)).hasSameSizeAs(watched.sent);
  }

  @Test
  void whatTheRemoteHoldsBackEndsInASafetyStopAndGoesWithItsAcceptance() {
    Device a = world.device("A");
    a.write("f", "base");
    a.sync();
    WatchedRemote watched = watch(a);
    watched.verdict =
        Optional.of(new Remote.Outcome.Stopped("abcd", 60, 2, List.of("f", "app.note/k1")));

    a.write("f", "edited");
    SyncOutcome stopped = a.sync();

    assertThat(stopped.stops())
        .containsExactly(new SafetyStop("abcd", 60, 2, List.of("f", "app.note/k1")));
    assertThat(a.sync().stops()).hasSize(1);
    watched.verdict = Optional.empty();
    assertThat(a.accept("abcd").stops()).isEmpty();
    assertThat(watched.moves.getLast().acceptance()).contains("abcd");
    Device b = world.device("B");
    b.sync();
    assertThat(b).shows("f", "edited");
  }

  @Test
  void aRemoteThatLacksWhatItShouldHaveIsAskedAboutEverything() {
    Device a = world.device("A");
    a.write("f", "base");
    a.write("g", "other");
    a.sync();
    WatchedRemote watched = watch(a);
    ObjectId missing = ObjectId.parse("01".repeat(32));
    watched.verdict = Optional.of(new Remote.Outcome.Incomplete(List.of(missing)));

    a.write("f", "edited");
    assertThatThrownBy(a::sync).hasMessageContaining("lacks");

    // What differs, and then three times all of it, as something may go meanwhile.
    assertThat(watched.moves).hasSize(4);
    assertThat(watched.asked.getLast()).isGreaterThan(watched.asked.getFirst());
    watched.verdict = Optional.empty();
    a.sync();
  }
}
