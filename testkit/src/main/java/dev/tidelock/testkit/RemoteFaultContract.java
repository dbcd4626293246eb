package dev.tidelock.testkit;

import static dev.tidelock.testkit.RemoteSteps.assertMoved;
import static dev.tidelock.testkit.RemoteSteps.fetch;
import static dev.tidelock.testkit.RemoteSteps.lacks;
import static dev.tidelock.testkit.RemoteSteps.land;
import static dev.tidelock.testkit.RemoteSteps.move;
import static dev.tidelock.testkit.RemoteSteps.objects;
import static dev.tidelock.testkit.RemoteSteps.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.Remote.Outcome;
import dev.tidelock.engine.remote.Remote.Scope;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.engine.remote.RemoteView;
import dev.tidelock.engine.store.SealedObject;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What becomes of failures, damage, restores and races at every [Remote], as tests; a part of
/// [RemoteContract].
public interface RemoteFaultContract {
  /// A fresh place without projects.
  RemotePlace place();

  @Test
  default void whatNeverLandedIsNotHeldWholeAndCanBeSentAgain() {
    RemotePlace place = place();
    ProjectId project = place.create("p");
    SampleHistory history = new SampleHistory();
    Tape tape = Tape.of(3);
    List<String> files = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      files.add(Bytes.wrap(tape.bytes(100)).toHex());
    }
    ObjectId commit = history.commit("large", files, List.of());
    List<ObjectId> tree = history.tree(commit);
    Remote remote = place.open(project, "a");
    remote.refresh();
    try (Remote.Push push = remote.push()) {
      // Parents first: what is left behind refers to what never came.
      history.send(push, tree.reversed().subList(0, 150));
    }
    Remote restarted = place.open(project, "a");
    restarted.refresh();
    Set<ObjectId> lacking = restarted.lacking(tree);
    tree.stream()
        .filter(id -> !lacking.contains(id))
        .forEach(id ->
            assertThat(lacking)
                .as("what is whole refers to what is whole")
                .doesNotContainAnyElementsOf(history.get(id).references().strong()));
    assertThat(lacking).containsAll(tree.subList(0, tree.size() - 150)).contains(commit);
    ObjectId other = history.commit("other", files.subList(0, 100), List.of());
    assertMoved(land(restarted, history, other, writer("a", 1)));
    for (Remote reader : List.of(restarted, place.open(project, "b"))) {
      reader.refresh();
      assertThat(objects(reader, history.tree(other))).hasSize(history.tree(other).size());
      ObjectId state = history.get(commit).references().strong().getFirst();
      assertThat(reader.lacking(List.of(commit, state))).containsExactlyInAnyOrder(commit, state);
    }
    assertMoved(land(restarted, history, commit, writer("a", 2)));
    Remote reader = place.open(project, "c");
    reader.refresh();
    assertThat(objects(reader, history.objects().keySet())).isEqualTo(history.objects());
  }

  @Test
  default void aDamagedObjectIsNeverDeliveredAndCanBeReplaced() {
    RemotePlace place = place();
    ProjectId project = place.create("p");
    SampleHistory history = new SampleHistory();
    ObjectId commit = history.commit("one", List.of("some content"), List.of());
    Remote writer = place.open(project, "a");
    assertMoved(land(writer, history, commit, writer("a", 1)));
    place.damage();
    Remote remote = place.open(project, "a");
    remote.refresh();
    for (ObjectId id : history.tree(commit)) {
      assertThatThrownBy(() -> objects(remote, List.of(id)))
          .isInstanceOfSatisfying(
              RemoteFailure.class,
              failure -> assertThat(failure.reason()).isEqualTo(Reason.CORRUPT));
      assertThat(lacks(remote, id)).as("it is wanted again").isTrue();
    }
    ObjectId next = history.commit("two", List.of("some content"), List.of(commit));
    try (Remote.Push push = remote.push()) {
      history.send(push, history.tree(commit));
      history.send(push, history.tree(next));
      assertMoved(push.move(move("main", Optional.of(commit), next, writer("a", 2))));
    }
    assertThat(objects(remote, history.objects().keySet())).isEqualTo(history.objects());
  }

  @Test
  default void anEnvelopeThatIsDamagedIsNotTaken() {
    RemotePlace place = place();
    Remote remote = place.open(place.create("p"), "a");
    remote.refresh();
    SampleHistory history = new SampleHistory();
    ObjectId id = history.chunk(Bytes.utf8("content"));
    Bytes envelope = history.sealed(id).envelope();
    Bytes cut = envelope.slice(0, envelope.size() - 1);
    try (Remote.Push push = remote.push()) {
      assertThatThrownBy(() -> push.send(new SealedObject(id, ObjectKind.CHUNK, cut)))
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  default void aRestoredRemoteIsNoticed() {
    RemotePlace place = place();
    ProjectId project = place.create("p");
    SampleHistory history = new SampleHistory();
    ObjectId one = history.commit("one", List.of("x"), List.of());
    ObjectId two = history.commit("two", List.of("y"), List.of(one));
    assertMoved(land(place.open(project, "a"), history, one, writer("a", 1)));
    Runnable restore = place.snapshot();
    Remote stale = place.open(project, "a");
    assertMoved(land(stale, history, two, writer("a", 2)));
    place.open(project, "b").refresh();
    restore.run();
    ObjectId three = history.commit("three", List.of("y"), List.of(two));
    try (Remote.Push push = stale.push()) {
      history.send(push, history.tree(three));
      Outcome outcome = push.move(move("main", Optional.of(two), three, writer("a", 3)));
      assertThat(outcome).isEqualTo(new Outcome.Lost(Optional.of(one)));
    }
    for (String workspace : List.of("a", "b")) {
      Remote remote = place.open(project, workspace);
      RemoteView view = remote.refresh();
      assertThat(view.restored()).isTrue();
      assertThat(view.head("main")).contains(one);
      assertThat(view.lastSequence("a", "first")).isEqualTo(1);
      assertThat(lacks(remote, two)).isTrue();
      assertThat(place.open(project, workspace).refresh().restored())
          .as("until it was acted upon")
          .isTrue();
    }
    assertThat(place.open(project, "c").refresh().restored()).isFalse();
    Remote remote = place.open(project, "a");
    assertMoved(land(remote, history, two, writer("a", 4)));
    assertThat(remote.refresh().restored()).isFalse();
    assertThat(remote.refresh().head("main")).contains(two);
  }

  @Test
  default void aRestoredRemoteThatWentOnIsNoticed() {
    RemotePlace place = place();
    ProjectId project = place.create("p");
    SampleHistory history = new SampleHistory();
    ObjectId one = history.commit("one", List.of("x"), List.of());
    assertMoved(land(place.open(project, "a"), history, one, writer("a", 1)));
    Runnable restore = place.snapshot();
    ObjectId lost = history.commit("lost", List.of("y"), List.of(one));
    assertMoved(land(place.open(project, "a"), history, lost, writer("a", 2)));
    Remote witness = place.open(project, "b");
    witness.refresh();
    restore.run();
    ObjectId head = one;
    for (int i = 0; i < 100; i++) {
      ObjectId next = history.commit("new " + i, List.of("z" + i), List.of(head));
      assertMoved(land(place.open(project, "c"), history, next, writer("c", i + 1L)));
      head = next;
      if (i % 10 == 0) {
        RemoteView view = place.open(project, "b" + i).refresh();
        assertThat(view.restored()).isFalse();
        assertThat(view.head("main")).contains(head);
      }
    }
    RemoteView view = witness.refresh();
    assertThat(view.restored()).isTrue();
    assertThat(view.head("main")).contains(head);
    assertThat(lacks(witness, lost)).isTrue();
  }

  @Test
  default void ofManyWritersNoneLosesAnything() throws Exception {
    int writers = 8;
    int pushes = 50;
    RemotePlace place = place();
    ProjectId project = place.create("p");
    List<Future<List<ObjectId>>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      for (int i = 0; i < writers; i++) {
        String device = "device" + i;
        Callable<List<ObjectId>> work = () -> landMany(place.open(project, device), device, pushes);
        results.add(threads.submit(work));
      }
    }
    Set<ObjectId> landed = new HashSet<>();
    for (Future<List<ObjectId>> result : results) {
      landed.addAll(result.get());
    }
    Remote reader = place.open(project, "reader");
    RemoteView view = reader.refresh();
    for (int i = 0; i < writers; i++) {
      assertThat(view.lastSequence("device" + i, "first")).isEqualTo(pushes);
    }
    assertThat(view.heads()).hasSize(1 + writers);
    ObjectId head = view.head("main").orElseThrow();
    Map<ObjectId, RawObject> history = fetch(reader, List.of(head), Scope.HISTORY, _ -> false);
    assertThat(history.keySet()).isEqualTo(landed).hasSize(writers * pushes / 2);
    history.values().forEach(c -> assertThat(c.references().ancestor().size()).isLessThan(2));
    List<ObjectId> states =
        objects(reader, history.keySet()).values().stream()
            .flatMap(commit -> commit.references().strong().stream())
            .toList();
    assertThat(reader.lacking(states)).isEmpty();
  }

  /// Lands commits in turn on `main`, until each is in, and on a branch that nobody else moves,
  /// where each must be in at once. Returns those on `main`.
  private static List<ObjectId> landMany(Remote remote, String device, int pushes) {
    SampleHistory history = new SampleHistory();
    List<ObjectId> landed = new ArrayList<>();
    for (int i = 1; i <= pushes; i++) {
      String branch = i % 2 == 0 ? "main" : device;
      Outcome outcome;
      ObjectId commit;
      do {
        Optional<ObjectId> head = remote.refresh().head(branch);
        String message = device + " " + i;
        commit = history.commit(message, List.of(message), head.stream().toList());
        try (Remote.Push push = remote.push()) {
          history.send(push, history.tree(commit));
          outcome = push.move(move(branch, head, commit, writer(device, i)));
        }
        assertThat(outcome).isNotInstanceOf(Outcome.Incomplete.class);
        if (!branch.equals("main")) {
          assertMoved(outcome);
        }
      } while (!outcome.equals(new Outcome.Moved()));
      if (branch.equals("main")) {
        landed.add(commit);
      }
    }
    return landed;
  }
}
