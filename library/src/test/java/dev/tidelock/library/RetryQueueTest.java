package dev.tidelock.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.library.QueuedOperation.State;
import dev.tidelock.library.report.Operation;
import dev.tidelock.library.report.SyncProblem;
import dev.tidelock.workspace.queue.OperationQueue;
import dev.tidelock.workspace.queue.QueueEntry;
import dev.tidelock.workspace.queue.QueuedTask;
import dev.tidelock.workspace.queue.RetryRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetryQueueTest {
  private static final SyncProblem GONE =
      new SyncProblem(SyncProblem.Kind.UNREACHABLE, "nobody answers", "wait");
  private static final SyncProblem DENIED =
      new SyncProblem(SyncProblem.Kind.NOT_ALLOWED, "nobody is signed in", "sign in");

  @TempDir private Path state = Path.of("");

  private Instant now = Instant.ofEpochSecond(1_000_000);
  private RetryPolicy policy =
      new RetryPolicy(4, Duration.ofSeconds(1), Duration.ofSeconds(3), 100);
  private int told;

  private RetryQueue queue() {
    return new RetryQueue(state, "app", () -> now, new Random(7), () -> policy, () -> told++);
  }

  private List<State> states() {
    return queue().list().stream().map(QueuedOperation::state).toList();
  }

  @Test
  void whatMayPassIsTriedAgainWithinTheWaitOfItsTry() {
    queue().failed(Operation.SYNC, Set.of(), Existing.REFUSE, GONE);

    QueuedOperation waiting = queue().list().getFirst();
    assertThat(waiting.state()).isEqualTo(State.PENDING);
    assertThat(waiting.attempts()).isEqualTo(1);
    assertThat(waiting.due().orElseThrow()).isBetween(now, now.plusSeconds(1));
    assertThat(told).isEqualTo(1);
  }

  @Test
  void waitsDoubleUpToTheLongestAndAreDrawnFromZero() {
    Random chance = new Random(11);
    for (int failed = 1; failed < 80; failed++) {
      long most = failed < 3 ? 1_000L << (failed - 1) : 3_000;
      long greatest = 0;
      for (int i = 0; i < 500; i++) {
        long delay = policy.rules().delay(failed, chance).toMillis();
        assertThat(delay).isBetween(0L, most);
        greatest = Math.max(greatest, delay);
      }
      assertThat(greatest).as("try %s", failed).isGreaterThan(most * 9 / 10);
    }
  }

  @Test
  void afterItsLastTryItCountsAsFailed() {
    for (int i = 0; i < 4; i++) {
      queue().failed(Operation.SYNC, Set.of(), Existing.REFUSE, GONE);
    }

    assertThat(queue().stats()).isEqualTo(new QueueStats(0, 1, 0, java.util.Optional.empty()));
    assertThat(queue().list().getFirst().attempts()).isEqualTo(4);
  }

  @Test
  void theCallersFaultIsShownAndNotTriedAgain() {
    queue().failed(Operation.SEED, Set.of("notes"), Existing.REFUSE, DENIED);

    QueuedOperation failed = queue().list().getFirst();
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.problem()).isEqualTo(DENIED);
    assertThat(queue().due()).isEmpty();
  }

  @Test
  void whatWasPutInOutlivesTheProcess() {
    queue().failed(Operation.HYDRATE, Set.of("b", "a"), Existing.REFUSE, GONE);
    List<QueuedOperation> before = queue().list();

    assertThat(queue().list()).isEqualTo(before);
    assertThat(before.getFirst().tables()).containsExactly("a", "b");
    assertThat(before.getFirst().operation()).isEqualTo(Operation.HYDRATE);
  }

  @Test
  void itIsDueOnceItsTimeHasCome() {
    queue().failed(Operation.SYNC, Set.of(), Existing.REFUSE, GONE);
    now = queue().due().orElseThrow().minusMillis(1);
    assertThat(queue().next()).isEmpty();

    now = now.plusMillis(1);
    assertThat(queue().next()).isPresent();
  }

  @Test
  void aSyncOfEverythingDoesWhatWaits() {
    queue().failed(Operation.SEED, Set.of("a"), Existing.REFUSE, GONE);
    queue().failed(Operation.SYNC, Set.of("a", "b"), Existing.REFUSE, GONE);
    queue().failed(Operation.SYNC, Set.of(), Existing.REFUSE, GONE);

    queue().done(Operation.SYNC, Set.of("a"));
    assertThat(states()).containsExactly(State.COMPLETED, State.PENDING, State.PENDING);

    queue().done(Operation.SYNC, Set.of());
    assertThat(states()).containsOnly(State.COMPLETED);
  }

  @Test
  void aHydrateDoesNotDoWhatASeedWouldHave() {
    queue().failed(Operation.SEED, Set.of(), Existing.REFUSE, GONE);
    queue().done(Operation.HYDRATE, Set.of());

    assertThat(states()).containsExactly(State.PENDING);
  }

  @Test
  void retryAllBeginsAnewAtOnce() {
    queue().failed(Operation.SEED, Set.of(), Existing.REFUSE, DENIED);
    queue().failed(Operation.SYNC, Set.of("a"), Existing.REFUSE, GONE);

    assertThat(queue().retryAll()).isEqualTo(2);
    assertThat(states()).containsOnly(State.PENDING);
    assertThat(queue().due()).contains(now);
    assertThat(queue().list()).allMatch(each -> each.attempts() == 0);
  }

  @Test
  void whatFailedIsForgottenWhenAsked() {
    queue().failed(Operation.SEED, Set.of(), Existing.REFUSE, DENIED);
    queue().failed(Operation.SYNC, Set.of("a"), Existing.REFUSE, GONE);

    assertThat(queue().clearFailed()).isEqualTo(1);
    assertThat(states()).containsExactly(State.PENDING);
  }

  @Test
  void whatWasDoneLongAgoIsForgottenWhenAsked() {
    queue().failed(Operation.SYNC, Set.of("a"), Existing.REFUSE, GONE);
    queue().done(Operation.SYNC, Set.of("a"));
    now = now.plusSeconds(3_600);
    queue().failed(Operation.SYNC, Set.of("b"), Existing.REFUSE, GONE);
    queue().done(Operation.SYNC, Set.of("b"));

    assertThat(queue().clearCompletedOlderThan(Duration.ofHours(1))).isZero();
    now = now.plusSeconds(1);
    assertThat(queue().clearCompletedOlderThan(Duration.ofHours(1))).isEqualTo(1);
    assertThat(queue().list().getFirst().tables()).containsExactly("b");
  }

  @Test
  void itHoldsNoMoreThanItsCapacity() {
    policy = new RetryPolicy(2, Duration.ofSeconds(1), Duration.ofSeconds(1), 3);
    queue().failed(Operation.SYNC, Set.of("done"), Existing.REFUSE, GONE);
    queue().done(Operation.SYNC, Set.of("done"));
    queue().failed(Operation.SYNC, Set.of("denied"), Existing.REFUSE, DENIED);
    for (int i = 0; i < 3; i++) {
      now = now.plusSeconds(1);
      queue().failed(Operation.SYNC, Set.of("table" + i), Existing.REFUSE, GONE);
    }

    assertThat(queue().list().stream().map(each -> each.tables().first()))
        .containsExactly("table0", "table1", "table2");
  }

  @Test
  void aDamagedFileCostsNothingButTries() throws Exception {
    queue().failed(Operation.SYNC, Set.of(), Existing.REFUSE, GONE);
    Files.writeString(state.resolve("queue.json"), "{\"operations\": [{\"id\": 1}, 7, {\"");
    assertThat(queue().list()).isEmpty();

    Files.writeString(
        state.resolve("queue.json"),
        "{\"operations\": [{\"id\": 1}, 7, {\"operation\": \"sync\", \"state\": \"failed\"}]}");
    assertThat(states()).containsExactly(State.FAILED);
    queue().failed(Operation.SEED, Set.of(), Existing.REFUSE, GONE);
    assertThat(queue().list()).hasSize(2);
  }

  @Test
  void twoQueuesOfOneWorkspaceDoNotLoseEachOthersEntries() throws Exception {
    Runnable many =
        () -> {
          for (int i = 0; i < 20; i++) {
            queue()
                .failed(
                    Operation.SYNC,
                    Set.of(Thread.currentThread().getName() + i),
                    Existing.REFUSE,
                    GONE);
          }
        };
    List<Thread> threads =
        List.of(
            Thread.ofPlatform().name("one").start(many),
            Thread.ofPlatform().name("two").start(many));
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(queue().list()).hasSize(40);
    assertThat(queue().list().stream().map(QueuedOperation::id).distinct()).hasSize(40);
  }

  @Test
  void whatTheProgramPutInIsTriedIfItIsAboutThisDatabase() {
    OperationQueue program =
        new OperationQueue(state, () -> now, new Random(5), () -> RetryRules.USUAL);
    QueueEntry.Cause gone = new QueueEntry.Cause("unreachable", "nobody answers", "");
    program.failed(QueuedTask.of(QueuedTask.Operation.SEED, Set.of("other.notes")), gone);
    program.failed(QueuedTask.of(QueuedTask.Operation.SEED, Set.of("app.notes")), gone);
    now = now.plusSeconds(60);

    assertThat(queue().next().orElseThrow().tables()).containsExactly("notes");
    assertThat(queue().next().orElseThrow().problem().kind())
        .isEqualTo(SyncProblem.Kind.UNREACHABLE);
    queue().done(Operation.SEED, Set.of("notes"));
    assertThat(queue().due()).isEmpty();
    assertThat(queue().stats().pending()).isEqualTo(1);
    queue().done(Operation.SYNC, Set.of());
    assertThat(states()).containsOnly(State.COMPLETED);
  }

  @Test
  void policiesThatCannotBeMeantAreRefused() {
    assertThatThrownBy(() -> new RetryPolicy(0, Duration.ZERO, Duration.ZERO, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(1, Duration.ofSeconds(2), Duration.ofSeconds(1), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
