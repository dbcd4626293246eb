package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.Remote.HeadMove;
import dev.tidelock.engine.remote.Remote.Outcome;
import dev.tidelock.engine.remote.Remote.Writer;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.generators.Tape;
import dev.tidelock.hubclient.HubAccount;
import dev.tidelock.hubclient.HubConnection;
import dev.tidelock.hubclient.Patience;
import dev.tidelock.testkit.SampleHistory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Devices that push at the same moment, and one that may no longer, over real sockets.
class ManyWritersTest {
  private static final int TIMES = 100;

  @TempDir private Path scratch;
  private HubRemotePlace place;
  private ProjectId project;

  @BeforeEach
  void startHub() {
    place = new HubRemotePlace(scratch);
    project = place.create("p");
  }

  @AfterEach
  void stopHub() {
    place.close();
  }

  @Test
  void twoThatPushAtOnceManyTimesBothGetThroughAfterFewAttempts() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Integer> one = threads.submit(() -> mostAttempts("a"));
      Future<Integer> other = threads.submit(() -> mostAttempts("b"));
      assertThat(one.get()).isLessThan(30);
      assertThat(other.get()).isLessThan(30);
    }
    assertThat(place.open(project, "c").refresh().sequences())
        .containsEntry("a/first", (long) TIMES)
        .containsEntry("b/first", (long) TIMES);
  }

  /// Lands commits, each on what stands there, and says how many attempts one took at most.
  private int mostAttempts(String device) {
    SampleHistory history = new SampleHistory();
    Remote remote = place.open(project, device);
    int most = 0;
    for (int i = 1; i <= TIMES; i++) {
      int attempts = 0;
      Outcome outcome;
      do {
        attempts++;
        Optional<ObjectId> head = remote.refresh().head("main");
        ObjectId next = history.commit(device + i, List.of(device + i), head.stream().toList());
        outcome = push(remote, history, history.tree(next), head, next, device, i);
      } while (outcome instanceof Outcome.Lost);
      assertThat(outcome).isEqualTo(new Outcome.Moved());
      most = Math.max(most, attempts);
    }
    return most;
  }

  private static Outcome push(
      Remote remote,
      SampleHistory history,
      List<ObjectId> objects,
      Optional<ObjectId> from,
      ObjectId to,
      String device,
      long sequence) {
    try (Remote.Push push = remote.push()) {
      history.send(push, objects);
      return push.move(
          new HeadMove("main", from, to, new Writer(device, "first", sequence), Optional.empty()));
    }
  }

  @Test
  void whoseRightEndsInMidPushIsToldSoAndLaterSendsOnlyTheRest() {
    SampleHistory history = new SampleHistory();
    Tape tape = Tape.of(88);
    List<ObjectId> chunks = new ArrayList<>();
    for (int i = 0; i < 36; i++) {
      chunks.add(history.chunk(Bytes.wrap(tape.bytes(1 << 20))));
    }
    ObjectId commit = history.commit(history.directory(chunks), "large", List.of());
    HubConnection first = place.connect(place.address());
    Remote remote = place.open(first, project, "a");
    remote.refresh();
    try (Remote.Push push = remote.push()) {
      // The third batch of 8 MiB begins when the first has arrived.
      history.send(push, chunks.subList(0, 25));
      new HubAccount(first).signOut();
      assertThatThrownBy(
              () -> {
                history.send(push, chunks.subList(25, 36));
                push.deposit(new Writer("a", "first", 1));
              })
          .isInstanceOfSatisfying(
              RemoteFailure.class,
              failure -> assertThat(failure.reason()).isEqualTo(RemoteFailure.Reason.DENIED));
    }
    try (HubConnection again =
        new HubConnection(place.address(), Optional.of(place.signIn()), Patience.USUAL)) {
      Remote later = place.open(again, project, "a");
      later.refresh();
      List<ObjectId> rest = new ArrayList<>(history.tree(commit));
      rest.retainAll(later.lacking(rest));
      assertThat(rest).doesNotContainAnyElementsOf(chunks.subList(0, 8));
      assertThat(push(later, history, rest, Optional.empty(), commit, "a", 1))
          .isEqualTo(new Outcome.Moved());
    }
  }
}
