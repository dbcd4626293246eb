package dev.tidelock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.Remote.HeadMove;
import dev.tidelock.engine.remote.Remote.Outcome;
import dev.tidelock.engine.remote.Remote.Writer;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.engine.remote.RemoteView;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What the log promises beyond the contract of remotes: how many calls things cost, and what
/// becomes of failures and damage.
class LogOfBlobsTest {
  private final WatchedBlobs blobs = new WatchedBlobs();
  private final RemotePlace place = new LogPlace(() -> blobs);
  private final ProjectId project = place.create("p");
  private final SampleHistory history = new SampleHistory();

  private Outcome land(Remote remote, ObjectId commit, long sequence) {
    Optional<ObjectId> from = remote.refresh().head("main");
    try (Remote.Push push = remote.push()) {
      history.send(push, history.tree(commit));
      Writer writer = new Writer("a", "first", sequence);
      return push.move(new HeadMove("main", from, commit, writer, Optional.empty()));
    }
  }

  /// Lands commits, each over the one before, and returns the last.
  private ObjectId landMany(int count) {
    Remote remote = place.open(project, "a");
    List<ObjectId> parents = List.of();
    for (int i = 1; i <= count; i++) {
      ObjectId commit = history.commit("commit " + i, List.of("file " + i), parents);
      assertThat(land(remote, commit, i)).isEqualTo(new Outcome.Moved());
      parents = List.of(commit);
    }
    return parents.getFirst();
  }

  private ObjectId largeCommit(int files) {
    Tape tape = Tape.of(5);
    List<String> contents = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      contents.add(Bytes.wrap(tape.bytes(100)).toHex());
    }
    return history.commit("large", contents, List.of());
  }

  private List<String> calls(String start) {
    return blobs.calls.stream().filter(call -> call.startsWith(start)).toList();
  }

  private String entry(long sequence) {
    return "p/%s/log/%016x".formatted(project, sequence);
  }

  @Test
  void aLookAtAnUnchangedRemoteReadsOneBlob() {
    landMany(5);
    Remote remote = place.open(project, "b");
    remote.refresh();
    remote.refresh();
    blobs.calls.clear();
    remote.refresh();
    assertThat(blobs.calls).containsExactly("read " + entry(6));
  }

  @Test
  void aSmallChangeIsReadInThreeCallsAndItsObjectsInNone() {
    landMany(1);
    Remote remote = place.open(project, "b");
    remote.refresh();
    ObjectId commit = history.commit("two", List.of("y"), List.of());
    assertThat(land(place.open(project, "a"), commit, 2)).isEqualTo(new Outcome.Moved());
    blobs.calls.clear();
    remote.refresh();
    remote.objects(history.tree(commit), (_, _) -> {});
    assertThat(blobs.calls).hasSize(3);
  }

  @Test
  void aSmallPushCostsOnePackOneEntryAndOneLook() {
    landMany(1);
    Remote remote = place.open(project, "a");
    Optional<ObjectId> from = remote.refresh().head("main");
    ObjectId commit = history.commit("two", List.of("y"), List.of());
    blobs.calls.clear();
    try (Remote.Push push = remote.push()) {
      history.send(push, history.tree(commit));
      push.move(RemoteSteps.move("main", from, commit, new Writer("a", "first", 2)));
    }
    assertThat(blobs.calls).hasSize(3);
    assertThat(calls("create")).hasSize(2).last().isEqualTo("create " + entry(2));
  }

  @Test
  void aPackWithADamagedIndexIsReadByItsRecords() {
    ObjectId commit = landMany(1);
    String pack = blobs.list("p/" + project + "/packs/").getFirst();
    byte[] bytes = blobs.read(pack).orElseThrow().toByteArray();
    bytes[bytes.length - 60] ^= 1;
    blobs.delete(pack);
    blobs.create(pack, Bytes.wrap(bytes));
    Remote remote = place.open(project, "b");
    remote.refresh();
    assertThat(RemoteSteps.objects(remote, history.tree(commit))).isEqualTo(history.objects());

    bytes[20] ^= 1;
    blobs.delete(pack);
    blobs.create(pack, Bytes.wrap(bytes));
    assertThatThrownBy(() -> place.open(project, "c").refresh())
        .isInstanceOf(RemoteFailure.class)
        .hasMessageContaining(pack);
  }

  @Test
  void anObjectThatWasDamagedOnItsWayIsReadAgain() {
    ObjectId commit = landMany(1);
    String pack = blobs.list("p/" + project + "/packs/").getFirst();
    Bytes sound = blobs.read(pack).orElseThrow();
    place.damage();
    Remote remote = place.open(project, "b");
    remote.refresh();
    blobs.delete(pack);
    blobs.create(pack, sound);
    assertThat(RemoteSteps.objects(remote, history.tree(commit))).isEqualTo(history.objects());
  }

  @Test
  void aFreshCloneOfALongLogReadsFewEntries() {
    ObjectId last = landMany(300);
    blobs.calls.clear();
    RemoteView view = place.open(project, "fresh").refresh();
    assertThat(view.head("main")).contains(last);
    assertThat(view.lastSequence("a", "first")).isEqualTo(300);
    assertThat(calls("read p/" + project + "/log/")).hasSizeLessThan(64 + 20);
    Remote reader = place.open(project, "fresh");
    Map<ObjectId, RawObject> fetched = new LinkedHashMap<>();
    reader.fetch(List.of(last), Remote.Scope.HISTORY, Remote.Known.NOTHING, fetched::put);
    assertThat(fetched).hasSize(300);
  }

  @Test
  void manyObjectsOfOnePackAreReadInFewCalls() {
    ObjectId commit = largeCommit(3000);
    Remote remote = place.open(project, "a");
    assertThat(land(remote, commit, 1)).isEqualTo(new Outcome.Moved());
    int packs = calls("create p/" + project + "/packs/").size();
    Remote reader = place.open(project, "b");
    reader.refresh();
    blobs.calls.clear();
    reader.objects(history.tree(commit), (_, _) -> {});
    assertThat(blobs.calls).hasSizeLessThanOrEqualTo(packs);
  }

  @Test
  void anInterruptedPushSendsNothingTwice() {
    ObjectId commit = largeCommit(300);
    List<ObjectId> tree = history.tree(commit);
    try (Remote.Push push = place.open(project, "a").push()) {
      history.send(push, tree.subList(0, 250));
    }
    long sentBefore = calls("create p/" + project + "/packs/").size();
    assertThat(sentBefore).isGreaterThan(5);
    blobs.calls.clear();
    assertThat(land(place.open(project, "a"), commit, 1)).isEqualTo(new Outcome.Moved());
    assertThat(calls("create p/" + project + "/packs/")).hasSizeLessThan((int) sentBefore / 2);
    Remote reader = place.open(project, "b");
    reader.refresh();
    Map<ObjectId, RawObject> fetched = new LinkedHashMap<>();
    reader.objects(tree, fetched::put);
    assertThat(fetched).isEqualTo(history.objects());
  }

  @Test
  void packsThatWereSentBeforeButAreGoneAreSentAgain() {
    ObjectId commit = largeCommit(300);
    try (Remote.Push push = place.open(project, "a").push()) {
      history.send(push, history.tree(commit).subList(0, 250));
    }
    blobs.blobs.keySet().removeIf(name -> name.contains("/packs/"));
    assertThat(land(place.open(project, "a"), commit, 1)).isEqualTo(new Outcome.Moved());
    Remote reader = place.open(project, "b");
    reader.refresh();
    Map<ObjectId, RawObject> fetched = new LinkedHashMap<>();
    reader.objects(history.tree(commit), fetched::put);
    assertThat(fetched).isEqualTo(history.objects());
  }

  @Test
  void whoIsNotToldThatHeWonFindsOut() {
    ObjectId commit = history.commit("one", List.of("x"), List.of());
    failOnce(entry(1), false);
    assertThat(land(place.open(project, "a"), commit, 1)).isEqualTo(new Outcome.Moved());
    ObjectId next = history.commit("two", List.of("x"), List.of(commit));
    failOnce(entry(2), true);
    assertThat(land(place.open(project, "a"), next, 2)).isEqualTo(new Outcome.Moved());
    assertThat(place.open(project, "b").refresh().head("main")).contains(next);
    assertThat(blobs.blobs).doesNotContainKey(entry(3));
  }

  /// Makes the next creation of a blob fail, before or after it happened.
  private void failOnce(String name, boolean happened) {
    AtomicInteger left = new AtomicInteger(1);
    WatchedBlobs.Hook hook =
        call -> {
          if (call.equals("create " + name) && left.getAndDecrement() == 1) {
            throw new RemoteFailure(Reason.UNREACHABLE, "no answer");
          }
        };
    if (happened) {
      blobs.after = hook;
    } else {
      blobs.before = hook;
    }
  }

  @Test
  void whoLosesToAnotherBranchTriesTheNextEntry() {
    ObjectId mine = history.commit("mine", List.of("x"), List.of());
    ObjectId other = history.commit("other", List.of("y"), List.of());
    Remote remote = place.open(project, "a");
    remote.refresh();
    AtomicInteger left = new AtomicInteger(1);
    blobs.before =
        call -> {
          if (call.equals("create " + entry(1)) && left.getAndDecrement() == 1) {
            try (Remote.Push push = place.open(project, "b").push()) {
              history.send(push, history.tree(other));
              Writer writer = new Writer("b", "first", 1);
              push.move(new HeadMove("side", Optional.empty(), other, writer, Optional.empty()));
            }
          }
        };
    assertThat(land(remote, mine, 1)).isEqualTo(new Outcome.Moved());
    assertThat(remote.refresh().heads()).isEqualTo(Map.of("main", mine, "side", other));
  }

  @Test
  void everyDamagedEntryOrPackIsNamed() {
    landMany(10);
    for (String name : List.copyOf(blobs.blobs.keySet())) {
      if (!name.startsWith("p/")) {
        continue;
      }
      Bytes whole = blobs.read(name).orElseThrow();
      for (Bytes damaged : List.of(whole.slice(0, whole.size() - 1), Bytes.empty())) {
        blobs.blobs.put(name, damaged);
        assertThatThrownBy(() -> place.open(project, "fresh " + name).refresh())
            .isInstanceOfSatisfying(
                RemoteFailure.class,
                failure -> assertThat(failure.reason()).isEqualTo(Reason.CORRUPT))
            .hasMessageContaining(name);
      }
      blobs.blobs.put(name, whole);
      assertThat(place.open(project, "fresh " + name).refresh().restored()).isFalse();
    }
  }

  @Test
  void aMissingPackIsNamed() {
    landMany(1);
    String pack =
        blobs.blobs.keySet().stream().filter(n -> n.contains("/packs/")).findFirst().orElseThrow();
    blobs.blobs.remove(pack);
    assertThatThrownBy(() -> place.open(project, "b").refresh())
        .isInstanceOf(RemoteFailure.class)
        .hasMessageContaining(pack);
  }

  @Test
  void entriesThatDoNotContinueEachOtherAreCorrupt() {
    landMany(3);
    Bytes second = blobs.read(entry(2)).orElseThrow();
    ProjectId elsewhere = place.create("elsewhere");
    Remote remote = place.open(elsewhere, "a");
    for (int i = 1; i <= 2; i++) {
      ObjectId commit = history.commit("elsewhere " + i, List.of("x"), List.of());
      assertThat(land(remote, commit, i)).isEqualTo(new Outcome.Moved());
    }
    Bytes foreign = blobs.read("p/%s/log/%016x".formatted(elsewhere, 2)).orElseThrow();
    assertThat(foreign).isNotEqualTo(second);
    blobs.blobs.put(entry(2), foreign);
    assertThatThrownBy(() -> place.open(project, "b").refresh())
        .isInstanceOf(RemoteFailure.class)
        .hasMessageContaining(entry(2));
  }

  @Test
  void aProjectThatVanishedIsNotFound() {
    landMany(1);
    blobs.blobs.clear();
    assertThatThrownBy(() -> place.open(project, "a").refresh())
        .isInstanceOfSatisfying(
            RemoteFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND));
  }

  @Test
  void afterAFailureAtAnyCallTheNextProcessLandsTheSame() {
    ForAll.cases(
        40,
        tape -> {
          WatchedBlobs watched = new WatchedBlobs();
          RemotePlace here = new LogPlace(() -> watched);
          ProjectId id = here.create("p");
          SampleHistory objects = new SampleHistory();
          ObjectId head = objects.commit("zero", List.of("a"), List.of());
          push(here.open(id, "a"), objects, head, 1);
          for (int sequence = 2; sequence < 8; sequence++) {
            List<String> files = new ArrayList<>();
            for (int i = tape.nextSize(60); i >= 0; i--) {
              files.add(Bytes.wrap(tape.bytes(200)).toHex());
            }
            ObjectId next = objects.commit("commit " + sequence, files, List.of(head));
            failSomewhere(watched, tape);
            try {
              push(here.open(id, "a"), objects, next, sequence);
            } catch (RemoteFailure e) {
              assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
            }
            watched.before = _ -> {};
            watched.after = _ -> {};
            assertThat(push(here.open(id, "a"), objects, next, sequence))
                .isEqualTo(new Outcome.Moved());
            head = next;
          }
          Remote reader = here.open(id, "b");
          assertThat(reader.refresh().head("main")).contains(head);
          Map<ObjectId, RawObject> fetched = new LinkedHashMap<>();
          reader.objects(objects.objects().keySet(), fetched::put);
          assertThat(fetched).isEqualTo(objects.objects());
        });
  }

  private static Outcome push(
      Remote remote, SampleHistory objects, ObjectId commit, long sequence) {
    Optional<ObjectId> from = remote.refresh().head("main");
    try (Remote.Push push = remote.push()) {
      objects.send(push, objects.tree(commit));
      Writer writer = new Writer("a", "first", sequence);
      return push.move(new HeadMove("main", from, commit, writer, Optional.empty()));
    }
  }

  /// From some call on nothing gets through, or no answer comes back.
  private static void failSomewhere(WatchedBlobs blobs, Tape tape) {
    AtomicInteger left = new AtomicInteger(tape.nextInt(12));
    WatchedBlobs.Hook hook =
        _ -> {
          if (left.getAndDecrement() <= 0) {
            throw new RemoteFailure(Reason.UNREACHABLE, "no answer");
          }
        };
    if (tape.nextBoolean()) {
      blobs.before = hook;
    } else {
      blobs.after = hook;
    }
  }
}
