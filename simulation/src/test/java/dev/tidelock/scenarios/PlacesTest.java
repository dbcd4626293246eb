package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.sync.Keeping;
import dev.tidelock.engine.sync.PathDiff;
import dev.tidelock.engine.sync.Revision;
import dev.tidelock.engine.sync.SyncOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The place to sync with is away, was restored from a backup, or is one of two.
class PlacesTest {
  @RegisterExtension final World world = new World();

  private Device a;
  private Device b;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
    for (int i = 0; i < 10; i++) {
      a.write("f" + i, "content " + i);
    }
    a.write("large", Contents.binary(5, 2 << 20));
    a.sync();
    b.sync();
  }

  @Test
  void anUnreachablePlaceOnlyWaits() {
    b.surround(Unreachable.INSTANCE);
    b.write("offline", "made offline");
    b.write("f1", "edited offline");
    SyncOutcome outcome = b.sync();
    b.move("f2", "renamed offline");
    b.sync();
    assertThat(outcome.unreachable().map(RemoteFailure::reason))
        .contains(RemoteFailure.Reason.UNREACHABLE);
    a.write("f3", "edited by A meanwhile");
    a.sync();

    b.surround(Around.NOTHING);
    b.sync();
    a.sync();

    assertThat(a)
        .shows("offline", "made offline")
        .shows("f1", "edited offline")
        .shows("renamed offline", "content 2");
    assertThat(b).shows("f3", "edited by A meanwhile").lacks("f2");
  }

  @Test
  void aRestoredPlaceGetsWhatItLostFromTheDevices() {
    Path backup = world.main().backUp();
    a.write("f1", "edited after the backup");
    a.write("new", "made after the backup");
    a.delete("f2");
    a.sync();
    b.sync();

    world.main().restore(backup);
    a.sync();
    b.sync();

    for (Device device : world.devices()) {
      assertThat(device)
          .shows("f1", "edited after the backup")
          .shows("new", "made after the backup")
          .lacks("f2")
          .hasNoConflict();
    }
  }

  @Test
  void aRestoredPlaceWentAnotherWayMeanwhile() {
    Path backup = world.main().backUp();
    a.write("f1", "edited after the backup");
    a.sync();
    b.sync();

    world.main().restore(backup);
    Device c = world.device("C");
    c.sync();
    c.write("f1", "edited after the restore");
    c.write("from C", "c");
    c.sync();
    a.sync();
    b.sync();
    c.sync();

    for (Device device : world.devices()) {
      assertThat(device)
          .shows("from C", "c")
          .hasConflict("f1", "edited after the backup", "edited after the restore");
    }
  }

  @Test
  void aPlaceThatWasEmptiedIsFilledAgain() {
    Path empty = world.main().backUp();
    Disks.delete(empty);
    Place other = world.place("new");
    Disks.copy(other.directory(), empty);
    b.write("only on B", "b");
    world.main().restore(empty);

    b.sync();
    a.sync();

    for (Device device : world.devices()) {
      assertThat(device).shows("only on B", "b").shows("f1", "content 1").hasNoConflict();
    }
  }

  @Test
  void aMissingPlaceIsUnreachableAndNotEmpty() {
    Place main = world.main();
    Path backup = main.backUp();
    Disks.delete(main.directory());
    a.write("offline", "x");

    Optional<RemoteFailure> failure = Optional.empty();
    try {
      a.sync();
    } catch (RemoteFailure thrown) {
      failure = Optional.of(thrown);
    }

    assertThat(failure.map(RemoteFailure::reason)).contains(RemoteFailure.Reason.UNREACHABLE);
    assertThat(a).shows("f1", "content 1");
    Disks.copy(backup, main.directory());
  }

  @Test
  void twoPlacesCarryOneProject() {
    Place second = world.place("second");
    a.use(second);
    SyncOutcome first = a.sync();
    assertThat(first.filesUp()).isEqualTo(11);
    Device c = world.device("C");
    c.use(second);
    c.sync();
    assertThat(c).shows("f1", "content 1").shows("large", Contents.binary(5, 2 << 20));

    c.write("f1", "edited by C at the second place");
    c.sync();
    b.write("f2", "edited by B at the first place");
    b.sync();
    a.sync();
    a.use(world.main());
    a.sync();
    b.sync();
    a.use(second);
    a.sync();
    c.sync();

    for (Device device : world.devices()) {
      assertThat(device)
          .shows("f1", "edited by C at the second place")
          .shows("f2", "edited by B at the first place")
          .hasNoConflict();
    }
    a.use(world.main());
    c.use(world.main());
  }

  @Test
  void aConflictMadeThroughTwoPlacesIsOne() {
    Place second = world.place("second");
    a.use(second);
    a.sync();
    Device c = world.device("C");
    c.use(second);
    c.sync();

    c.write("f1", "from C");
    c.sync();
    b.write("f1", "from B");
    b.sync();
    a.sync();
    a.use(world.main());
    a.sync();
    b.sync();
    a.use(second);
    a.sync();
    c.sync();

    assertThat(b).hasConflict("f1", "from B", "from C").shows("f1", "from B");
    assertThat(c).hasConflict("f1", "from B", "from C").shows("f1", "from C");
    c.take("f1", "from B");
    c.sync();
    a.sync();
    a.use(world.main());
    a.sync();
    b.sync();
    assertThat(b).hasNoConflict().shows("f1", "from B");
    c.use(world.main());
  }

  @Test
  void anotherPlaceNeedsNoTreesOfOldCommits() {
    Place second = world.place("second");
    a.write("f1", "never seen by B");
    a.sync();
    a.write("f1", "seen by B");
    a.sync();
    b.sync();
    world.main().unmount();
    b.use(second);
    b.sync();
    Device c = world.device("C");
    c.use(second);
    c.sync();

    assertThat(c).shows("f1", "seen by B").hasNoConflict();
    assertThat(c.log()).hasSize(3);
    b.use(world.main());
    c.use(world.main());
  }

  @Test
  void aValueThatOnlyOnePlaceHasIsBroughtToAnother() {
    Place first = world.main();
    Place second = world.place("second");
    Bytes ofB = Contents.binary(21, 2 << 20);
    Bytes ofA = Contents.binary(22, 2 << 20);
    b.write("large", ofB);
    b.sync();
    a.write("large", ofA);
    a.sync();
    a.use(second);
    SyncOutcome alone = a.sync();

    assertThat(alone.problems()).extracting(Problem::kind).contains(Problem.Kind.AWAITED);
    assertThat(a.sync().bytesUp()).isZero();
    List<SyncOutcome> both = a.syncWith(first, second);
    assertThat(both.getLast().problems()).isEmpty();
    Device c = world.device("C");
    c.use(second);
    c.sync();
    assertThat(c.conflicts()).hasSize(1);
    assertThat(c.sync().problems()).isEmpty();
    a.use(first);
    b.sync();
    c.use(first);
  }

  @Test
  void aRestoredPlaceIsToldOfOldVersionsAgain() {
    Path backup = world.main().backUp();
    a.write("f1", "an old version");
    a.sync();
    ObjectId old = a.log("f1").getFirst().id();
    a.write("f1", "a new version");
    a.sync();
    b.sync();
    world.main().restore(backup);
    b.sync();
    a.sync();

    Device c = world.device("C");
    c.sync();
    assertThat(c).shows("f1", "a new version");
    List<PathDiff> since =
        c.open((workspace, remote) ->
            workspace.diff(new Revision.Of(old), new Revision.Disk(), Optional.empty(), remote));
    assertThat(since).hasSize(1);
  }

  /// Two devices that both know two places, and once reached but one of them each.
  @Test
  void devicesAtTwoPlacesDoNotMergeEachOthersMergesForEver() {
    Place first = world.main();
    Place second = world.place("second");
    a.syncWith(first, second);
    b.syncWith(first, second);
    b.write("of B", "new");
    b.syncWith(second);
    a.write("of A", "new");
    a.syncWith(first);
    a.syncWith(first, second);
    b.write("more of B", "new");
    for (int i = 0; i < 3; i++) {
      b.syncWith(first, second);
      a.syncWith(first, second);
    }

    List<SyncOutcome> last = new ArrayList<>(b.syncWith(first, second));
    last.addAll(a.syncWith(first, second));
    assertThat(last).extracting(SyncOutcome::commit).containsOnly(last.getFirst().commit());
    assertThat(last).extracting(SyncOutcome::bytesUp).containsOnly(0L);
    assertThat(a).shows("of B", "new").shows("more of B", "new");
  }

  @Test
  void aDeviceMovesToAnotherPlace() {
    Place second = world.place("second");
    a.use(second);
    a.sync();
    b.use(second);
    b.write("f1", "edited");
    b.sync();
    a.sync();

    assertThat(a).shows("f1", "edited");
    a.use(world.main());
    b.use(world.main());
  }

  @Test
  void theConnectionBreaksAnywhere() {
    for (int n = 1; n <= 12; n++) {
      a.write("f1", "edit " + n);
      a.write("new" + n, Contents.binary(n, 30_000));
      b.write("f2", "edit of B " + n);
      a.surround(Unreachable.after(n));
      a.sync();
      a.surround(Around.NOTHING);
      b.surround(Unreachable.after(n));
      b.sync();
      b.surround(Around.NOTHING);
    }
    a.sync();
    b.sync();
    a.sync();

    for (Device device : world.devices()) {
      assertThat(device).shows("f1", "edit 12").shows("f2", "edit of B 12").hasNoConflict();
    }
  }

  @Test
  void anotherPlaceOfTheSameNameBeginsAnew() {
    a.forgetPlace();
    Place other = new Place(world.main().name(), world.place("other").directory());
    a.use(other);
    assertThat(a.status().pending()).hasSize(11);
    a.delete("f1");
    a.sync();
    a.delete("f2");
    a.sync();

    assertThat(a).lacks("f1").lacks("f2").shows("f3", "content 3");
    assertThat(a.status().pending()).isEmpty();
    a.forgetPlace();
    a.use(world.main());
  }

  @Test
  void thePlaceThatWasRemovedAndComesBackBringsNothingDeletedBack() {
    a.forgetPlace();
    a.delete("f1");
    b.write("f3", "edited by B meanwhile");
    b.sync();
    a.sync();
    b.sync();

    assertThat(a).lacks("f1").shows("f3", "edited by B meanwhile");
    assertThat(b).lacks("f1");
  }

  @Test
  void largeFilesAreKeptHereOnceThereIsNoPlaceAnyMore() {
    a.forgetPlace();
    a.keep(Keeping.EVERYTHING);
    a.keep();
    a.write("large", Contents.binary(6, 2 << 20));
    a.keep();

    Place next = world.place("next");
    a.keep(Keeping.SMALL_CONTENTS);
    a.use(next);
    SyncOutcome sent = a.sync();
    Device c = world.device("C");
    c.use(next);
    c.sync();

    assertThat(sent.problems()).isEmpty();
    assertThat(c).shows("large", Contents.binary(6, 2 << 20));
    a.use(world.main());
    c.use(world.main());
  }

  private static void dieBeforeTheMove(Device device) {
    boolean[] sending = {false};
    dieWhen(
        device,
        call -> {
          sending[0] |= call.equals("send");
          return sending[0] && call.equals("move");
        });
  }

  private static void loseTheAnswer(Device device) {
    WatchedRemote remote = new WatchedRemote();
    remote.mute = true;
    device.surround(remote);
    assertThat(device.sync().unreachable()).isPresent();
    device.surround(Around.NOTHING);
  }

  private static void dieWhen(Device device, Predicate<String> dies) {
    device.surround(
        Meanwhile.each(call -> {
          if (dies.test(call)) {
            throw new Killed();
          }
        }));
    assertThatThrownBy(device::sync).isInstanceOf(Killed.class);
    device.surround(Around.NOTHING);
  }

  @Test
  void whatOnePlaceMayHaveTakenIsNotMadeAnewBecauseAnotherDidNot() {
    Place second = world.place("second");
    a.use(second);
    a.sync();
    a.write("f1", "edited once");
    loseTheAnswer(a);
    a.use(world.main());
    dieBeforeTheMove(a);

    a.write("f1", "edited twice");
    a.sync();
    a.use(second);
    a.sync();

    assertThat(a).shows("f1", "edited twice").hasNoConflict();
    assertThat(a.log()).noneMatch(entry -> entry.commit().kind() == Commit.Kind.MERGE);
    a.use(world.main());
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
