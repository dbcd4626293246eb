package dev.tidelock.testkit;

import static dev.tidelock.testkit.RemoteSteps.assertMoved;
import static dev.tidelock.testkit.RemoteSteps.lacks;
import static dev.tidelock.testkit.RemoteSteps.move;
import static dev.tidelock.testkit.RemoteSteps.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.Collected;
import dev.tidelock.engine.remote.CollectionOrder.Effect;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.Remote.Outcome;
import dev.tidelock.engine.remote.Remote.Scope;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.engine.remote.RemoteView;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// How garbage is collected at dumb storage, and what becomes of those who push and read meanwhile.
class LogCollectionTest {
  private final WatchedBlobs blobs = new WatchedBlobs();
  private final LogPlace place = new LogPlace(() -> blobs);
  private final ProjectId project = place.create("p");
  private final SampleHistory history = new SampleHistory();
  private final Keeper keeper = new Keeper(blobs, project, 3);
  private final Tape tape = Tape.of(9);
  private Optional<ObjectId> head = Optional.empty();
  private long sequence;

  /// A commit over the last one, of files that no other commit has.
  private ObjectId commit(int files) {
    List<String> contents = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      contents.add(Bytes.wrap(tape.bytes(60)).toHex());
    }
    return history.commit("commit " + tape.nextLong(), contents, head.stream().toList());
  }

  private ObjectId land(int files) {
    ObjectId commit = commit(files);
    Remote remote = place.open(project, "a");
    assertMoved(RemoteSteps.land(remote, history, commit, writer("a", ++sequence)));
    head = Optional.of(commit);
    return commit;
  }

  private List<String> packs() {
    return blobs.blobs.keySet().stream().filter(name -> name.contains("/packs/")).toList();
  }

  /// Everything that the head needs, as somebody reads it who was never here before.
  private void assertHeadIsWhole() {
    Remote fresh = place.open(project, "fresh-" + tape.nextLong());
    assertThat(fresh.refresh().head("main")).isEqualTo(head);
    assertWhole(fresh, head.orElseThrow());
  }

  private void assertWhole(Remote remote, ObjectId commit) {
    List<ObjectId> tree = history.tree(commit);
    assertThat(remote.lacking(tree)).isEmpty();
    assertThat(RemoteSteps.objects(remote, tree).keySet()).containsAll(tree);
    assertThat(RemoteSteps.fetch(remote, List.of(commit), Scope.HISTORY, _ -> false))
        .containsKey(commit);
  }

  private void crash(String call) {
    throw new IllegalStateException("crash at " + call);
  }

  @Test
  void whatNoHeadStandsOnIsFreedAndTheRestIsRead() {
    ObjectId old = land(40);
    Remote reader = place.open(project, "b");
    reader.refresh();
    ObjectId now = land(3);
    long before = blobs.bytes();
    Collected collected = keeper.collectAll();
    assertThat(collected.obstacle()).isEmpty();
    assertThat(collected.objects()).isEqualTo(history.tree(old).size() - 1);
    assertThat(collected.bytes()).isPositive();
    assertThat(blobs.bytes()).isLessThan(before / 2);
    assertHeadIsWhole();
    reader.refresh();
    assertWhole(reader, now);
    assertThat(lacks(reader, old)).isFalse();
    assertThat(lacks(reader, history.get(old).references().strong().getFirst())).isTrue();
  }

  @Test
  void aSecondCollectionWritesNothing() {
    land(40);
    land(3);
    keeper.collectAll();
    keeper.collectAll();
    Map<String, Bytes> before = new TreeMap<>(blobs.blobs);
    Collected collected = keeper.collectAll();
    assertThat(blobs.blobs).isEqualTo(before);
    assertThat(collected.objects() + collected.packs() + collected.written()).isZero();
  }

  @Test
  void smallPacksAreFoldedIntoOne() {
    for (int i = 0; i < 12; i++) {
      land(1);
    }
    assertThat(packs()).hasSize(12);
    Collected collected = keeper.collect(_ -> true, 0, 0, Effect.REAL);
    assertThat(collected.written()).isPositive();
    assertThat(collected.objects()).isZero();
    assertThat(packs().size()).isLessThan(4);
    assertHeadIsWhole();
    Remote remote = place.open(project, "b");
    remote.refresh();
    assertThat(remote.lacking(history.objects().keySet())).isEmpty();
  }

  @Test
  void whatIsRetainedKeepsItsTree() {
    ObjectId old = land(10);
    land(3);
    Collected collected = keeper.collect(_ -> true, 0, 0, Effect.REAL);
    assertThat(collected.objects()).isZero();
    Remote remote = place.open(project, "b");
    remote.refresh();
    assertWhole(remote, old);
  }

  @Test
  void aPreviewSaysWhatWouldGoAndChangesNothing() {
    ObjectId old = land(40);
    land(3);
    Map<String, Bytes> before = new TreeMap<>(blobs.blobs);
    Collected preview = keeper.collect(_ -> false, 0, 0, Effect.PREVIEW);
    assertThat(blobs.blobs).isEqualTo(before);
    assertThat(preview.objects()).isEqualTo(history.tree(old).size() - 1);
    Collected done = keeper.collectAll();
    assertThat(done.packs()).isEqualTo(preview.packs());
    assertThat(done.bytes()).isEqualTo(preview.bytes());
  }

  @Test
  void aPushThatReliesOnWhatIsLetGoIsRefusedByNameAndLandsWhenItSendsIt() {
    ObjectId old = land(10);
    land(3);
    Remote remote = place.open(project, "slow");
    Optional<ObjectId> from = remote.refresh().head("main");
    ObjectId chunk = history.tree(old).getFirst();
    ObjectId again =
        history.commit(history.directory(List.of(chunk)), "again", List.of(from.get()));
    List<ObjectId> fresh = history.tree(again).stream().filter(id -> !id.equals(chunk)).toList();
    try (Remote.Push push = remote.push()) {
      assertThat(lacks(remote, chunk)).isFalse();
      history.send(push, fresh);
      keeper.collectAll();
      assertThat(push.move(move("main", from, again, writer("slow", 1))))
          .isEqualTo(new Outcome.Incomplete(List.of(chunk)));
    }
    assertHeadIsWhole();
    assertMoved(RemoteSteps.land(remote, history, again, writer("slow", 1)));
    head = Optional.of(again);
    assertHeadIsWhole();
  }

  @Test
  void aSlowPusherWhosePacksWereTakenForGarbageIsRefusedAndSendsThemAgain() {
    land(3);
    Remote remote = place.open(project, "slow");
    Optional<ObjectId> from = remote.refresh().head("main");
    ObjectId next = commit(60);
    try (Remote.Push push = remote.push()) {
      history.send(push, history.tree(next));
      int there = packs().size();
      assertThat(there).isGreaterThan(2);
      keeper.collectAll();
      assertThat(packs().size()).isLessThan(there);
      Outcome outcome = push.move(move("main", from, next, writer("slow", 1)));
      assertThat(outcome).isInstanceOf(Outcome.Incomplete.class);
    }
    assertHeadIsWhole();
    assertMoved(RemoteSteps.land(remote, history, next, writer("slow", 1)));
    head = Optional.of(next);
    assertHeadIsWhole();
  }

  @Test
  void packsOfAnInterruptedPushAreNotListedAfterTheyWereForgottenAsCondemned() {
    land(3);
    Remote remote = place.open(project, "slow");
    Optional<ObjectId> from = remote.refresh().head("main");
    ObjectId next = commit(60);
    try (Remote.Push push = remote.push()) {
      history.send(push, history.tree(next));
      keeper.collectAll();
      // So many are condemned and deleted that their names leave the log again.
      for (int i = 0; i < 300; i++) {
        String name = "p/%s/packs/%032x".formatted(project, i);
        blobs.blobs.put(name, Bytes.utf8("never listed"));
      }
      keeper.collectAll();
      keeper.collectAll();
      Outcome outcome = push.move(move("main", from, next, writer("slow", 1)));
      assertThat(outcome).isInstanceOf(Outcome.Incomplete.class);
    }
    assertMoved(RemoteSteps.land(place.open(project, "slow"), history, next, writer("slow", 1)));
    head = Optional.of(next);
    assertHeadIsWhole();
  }

  @Test
  void whatIsTakenForGarbageIsKeptForADay() {
    land(40);
    land(3);
    Remote slow = place.open(project, "slow");
    Optional<ObjectId> from = slow.refresh().head("main");
    ObjectId next = commit(60);
    int there;
    try (Remote.Push push = slow.push()) {
      history.send(push, history.tree(next));
      there = packs().size();
      Collected first = keeper.collect();
      assertThat(first.objects() + first.packs()).isZero();
      assertThat(first.young()).isPositive();
      keeper.pass(Keeper.DAY / 2);
      assertMoved(push.move(move("main", from, next, writer("slow", 1))));
      head = Optional.of(next);
    }
    keeper.pass(Keeper.DAY / 2);
    Collected second = keeper.collect();
    assertThat(second.objects()).isPositive();
    assertThat(second.packs()).isZero();
    assertThat(second.waitingPacks()).isPositive();
    assertThat(packs()).hasSizeGreaterThanOrEqualTo(there);
    keeper.pass(Keeper.DAY);
    Collected third = keeper.collect();
    assertThat(third.packs()).isEqualTo(second.waitingPacks());
    assertHeadIsWhole();
  }

  @Test
  void whatWasDepositedForSomebodyElseIsKeptForADay() {
    land(3);
    Remote giver = place.open(project, "giver");
    giver.refresh();
    ObjectId gift = history.chunk(Bytes.utf8("needed by another"));
    try (Remote.Push push = giver.push()) {
      history.send(push, List.of(gift));
      assertMoved(push.deposit(writer("giver", 0)));
    }
    keeper.collect(_ -> false, Keeper.DAY, 0, Effect.REAL);
    giver.refresh();
    assertThat(lacks(giver, gift)).isFalse();
    keeper.pass(Keeper.DAY);
    keeper.collect(_ -> false, Keeper.DAY, 0, Effect.REAL);
    giver.refresh();
    assertThat(lacks(giver, gift)).isTrue();
  }

  @Test
  void aSlowReaderFindsWhatWasMovedAndIsToldOfWhatWasLetGo() {
    ObjectId old = land(10);
    place.open(project, "slow").refresh();
    Remote slow = place.open(project, "slow");
    ObjectId now = land(3);
    Remote reader = place.open(project, "b");
    reader.refresh();
    keeper.collectAll();
    assertWhole(reader, now);
    ObjectId state = history.get(old).references().strong().getFirst();
    assertThatThrownBy(() -> RemoteSteps.fetch(slow, List.of(state), Scope.TREES, _ -> false))
        .isInstanceOfSatisfying(
            RemoteFailure.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo(Reason.OUTDATED);
              assertThat(failure.mayPass()).isTrue();
              assertThat(failure).hasMessageContaining(state.toString());
            });
    assertThat(slow.refresh().head("main")).contains(now);
    assertWhole(slow, now);
  }

  @Test
  void aPackThatIsReallyLostIsNamedAsSuch() {
    ObjectId commit = land(3);
    place.open(project, "b").refresh();
    Remote remote = place.open(project, "b");
    blobs.blobs.remove(packs().getFirst());
    assertThatThrownBy(() -> RemoteSteps.objects(remote, history.tree(commit)))
        .isInstanceOfSatisfying(
            RemoteFailure.class, failure -> assertThat(failure.reason()).isEqualTo(Reason.CORRUPT));
    // It counts as missing, so it is sent again.
    assertThat(remote.lacking(history.tree(commit))).containsAll(history.tree(commit));
  }

  @Test
  void somebodyWhoLandsFirstIsNeverOverlooked() {
    ObjectId old = land(10);
    land(3);
    ObjectId chunk = history.tree(old).getFirst();
    ObjectId again =
        history.commit(history.directory(List.of(chunk)), "again", head.stream().toList());
    Remote quick = place.open(project, "quick");
    boolean[] landed = new boolean[1];
    blobs.before =
        call -> {
          if (!landed[0] && call.startsWith("create p/" + project + "/log/")) {
            landed[0] = true;
            Optional<ObjectId> from = quick.refresh().head("main");
            try (Remote.Push push = quick.push()) {
              history.send(
                  push, history.tree(again).stream().filter(id -> !id.equals(chunk)).toList());
              assertMoved(push.move(move("main", from, again, writer("quick", 1))));
            }
          }
        };
    keeper.collectAll();
    blobs.before = _ -> {};
    assertThat(landed[0]).isTrue();
    head = Optional.of(again);
    assertHeadIsWhole();
    keeper.collectAll();
    keeper.collectAll();
    assertHeadIsWhole();
    Remote fresh = place.open(project, "c");
    fresh.refresh();
    assertThat(fresh.lacking(history.objects().keySet()))
        .hasSize(history.tree(old).size() - 2 + history.tree(landedBefore(again)).size() - 1);
  }

  private ObjectId landedBefore(ObjectId commit) {
    return history.get(commit).references().ancestor().getFirst();
  }

  @Test
  void aCollectionThatDiesAtAnyCallLeavesAllWhole() {
    for (int dying = 0; ; dying++) {
      LogCollectionTest world = new LogCollectionTest();
      if (!world.diesAt(dying)) {
        assertThat(dying).isGreaterThan(20);
        return;
      }
    }
  }

  /// Whether the collection came so far.
  private boolean diesAt(int call) {
    for (int i = 0; i < 10; i++) {
      land(i == 4 ? 40 : 2);
    }
    Remote other = place.open(project, "b");
    other.refresh();
    int[] left = {call};
    blobs.before =
        name -> {
          if (left[0]-- == 0) {
            blobs.before = this::crash;
            crash(name);
          }
        };
    boolean died = false;
    try {
      keeper.collectAll();
    } catch (IllegalStateException crash) {
      died = true;
    }
    blobs.before = _ -> {};
    assertHeadIsWhole();
    other.refresh();
    assertWhole(other, head.orElseThrow());
    land(2);
    keeper.collectAll();
    keeper.collectAll();
    assertHeadIsWhole();
    Remote fresh = place.open(project, "c");
    fresh.refresh();
    assertThat(packs().size()).isLessThan(4);
    return died;
  }

  @Test
  void trimmedEntriesAreStillKnownByThoseWhoReadThem() {
    List<Remote> readers = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      land(1);
      if (i % 10 == 0) {
        Remote remote = place.open(project, "r" + i);
        remote.refresh();
        readers.add(remote);
      }
    }
    long before = blobs.bytes();
    Collected collected = keeper.collectAll();
    assertThat(collected.trimmed()).isEqualTo(70);
    assertThat(blobs.bytes()).isLessThan(before / 2);
    for (Remote reader : readers) {
      RemoteView view = reader.refresh();
      assertThat(view.restored()).isFalse();
      assertThat(view.head("main")).isEqualTo(head);
      assertWhole(reader, head.orElseThrow());
    }
    assertThat(place.open(project, "a").refresh().lastSequence("a", "first")).isEqualTo(70);
    land(1);
    assertHeadIsWhole();
    keeper.collectAll();
    assertThat(keeper.collectAll().trimmed()).isZero();
    assertHeadIsWhole();
  }

  @Test
  void aReaderWhoIsOvertakenByATrimReadsTheCheckpointInstead() {
    for (int i = 0; i < 5; i++) {
      land(1);
    }
    Remote slow = place.open(project, "slow");
    slow.refresh();
    for (int i = 0; i < 5; i++) {
      land(2);
    }
    blobs.before =
        call -> {
          if (call.startsWith("read p/" + project + "/packs/")) {
            blobs.before = _ -> {};
            keeper.collectAll();
          }
        };
    assertThat(slow.refresh().head("main")).isEqualTo(head);
    assertWhole(slow, head.orElseThrow());
  }

  @Test
  void aRestoredStorageIsCollectedByWhatItSaysNow() {
    land(30);
    ObjectId kept = land(5);
    Runnable backup = place.snapshot();
    land(5);
    keeper.collectAll();
    assertThat(keeper.collectAll().obstacle()).isEmpty();
    backup.run();
    head = Optional.of(kept);
    assertHeadIsWhole();
    keeper.collectAll();
    assertHeadIsWhole();
    assertThat(place.open(project, "a").refresh().restored()).isTrue();
  }

  @Test
  void whereSomethingIsDamagedAllIsKept() {
    land(30);
    land(5);
    place.damage();
    Map<String, Bytes> before = new TreeMap<>(blobs.blobs);
    Collected collected = keeper.collectAll();
    assertThat(collected.obstacle()).isPresent();
    assertThat(collected.objects()).isZero();
    assertThat(blobs.blobs).isEqualTo(before);
  }
}
