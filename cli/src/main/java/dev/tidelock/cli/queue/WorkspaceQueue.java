package dev.tidelock.cli.queue;

import dev.tidelock.cli.output.Diagnosis;
import dev.tidelock.cli.output.Surroundings;
import dev.tidelock.cli.sync.Round;
import dev.tidelock.cli.sync.Trouble;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import dev.tidelock.workspace.queue.OperationQueue;
import dev.tidelock.workspace.queue.QueueEntry;
import dev.tidelock.workspace.queue.QueueEntry.Cause;
import dev.tidelock.workspace.queue.QueuedTask;
import dev.tidelock.workspace.queue.RetryRules;
import dev.tidelock.workspace.settings.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A workspace's queue as commands use it: how errands ended is noted in it.
public final class WorkspaceQueue {
  private static final String BUSY = "busy";

  private final Surroundings surroundings;
  private final OperationQueue queue;

  /// @param surroundings the time, and who is told if it cannot be written
  /// @param place the workspace
  /// @param settings what holds for it
  public WorkspaceQueue(Surroundings surroundings, Place place, Settings settings) {
    this.surroundings = surroundings;
    this.queue =
        new OperationQueue(
            place.state(),
            surroundings.clock(),
            RandomGenerator.getDefault(),
            () -> rules(settings));
  }

  private static RetryRules rules(Settings settings) {
    Duration first = Duration.ofMillis(settings.retryDelayMillis());
    Duration longest = RetryRules.USUAL.longestDelay();
    return new RetryRules(
        RetryRules.USUAL.attempts(),
        first,
        first.compareTo(longest) > 0 ? first : longest,
        Math.max(1, settings.queueSize()));
  }

  /// The queue itself.
  public OperationQueue operations() {
    return queue;
  }

  /// Notes how an errand ended. What may pass by itself is tried again; what is done is done, and
  /// what waits already and meets something else counts as failed.
  public void note(Errand errand, Round round) {
    guarded(() -> {
      Optional<Cause> passing = passing(round);
      if (passing.isPresent()) {
        errand.task().ifPresent(task -> queue.failed(task, passing.get()));
      } else {
        ended(errand, round);
      }
    });
  }

  /// Notes how an errand ended that is done again in any case.
  ///
  /// @param wait for how long nobody tries again
  public void noteWatched(Errand errand, Round round, Duration wait) {
    guarded(() -> {
      Optional<Cause> passing = passing(round);
      if (passing.isPresent()) {
        errand.task().ifPresent(task -> queue.deferred(task, passing.get(), wait));
      } else {
        ended(errand, round);
      }
    });
  }

  /// Notes that an errand was stopped.
  public void note(Errand errand, RuntimeException failure) {
    guarded(() -> {
      Diagnosis diagnosis = Diagnosis.of(failure);
      String kind = kind(failure, diagnosis);
      Cause cause = new Cause(kind, diagnosis.message(), diagnosis.hint());
      if (OperationQueue.PASSING.contains(kind)) {
        errand.task().ifPresent(task -> queue.failed(task, cause));
      } else {
        refuse(errand, cause);
      }
    });
  }

  private static String kind(RuntimeException failure, Diagnosis diagnosis) {
    return switch (failure) {
      case DatabaseFailure database
          when database.reason() == DatabaseFailure.Reason.BUSY
              || database.reason() == DatabaseFailure.Reason.CHANGED ->
          BUSY;
      default -> diagnosis.exit().code();
    };
  }

  private void ended(Errand errand, Round round) {
    round
        .failure()
        .ifPresentOrElse(
            failure ->
                refuse(errand, new Cause(failure.exit().code(), failure.message(), failure.hint())),
            () -> queue.done(errand.covers(), errand.tables()));
  }

  /// What a person was just told is put in only if it waited already.
  private void refuse(Errand errand, Cause cause) {
    errand
        .task()
        .filter(task -> queue.open(task).isPresent())
        .ifPresent(task -> queue.refused(task, cause));
  }

  /// What kept a round from doing everything that may pass by itself.
  private static Optional<Cause> passing(Round round) {
    return round.errors().stream()
        .filter(trouble -> isPassing(round, trouble))
        .findFirst()
        .map(trouble -> new Cause(trouble.kind(), trouble.line(), trouble.hint()));
  }

  /// Whether trouble may pass by itself. A file that is still being written is no trouble: the next
  /// sync takes it.
  private static boolean isPassing(Round round, Trouble trouble) {
    return OperationQueue.PASSING.contains(trouble.kind())
        && (trouble.weight() == Trouble.Weight.FAILURE
            || trouble.path().filter(path -> round.busy().contains(path)).isPresent());
  }

  /// What is open of a task, if that can be told.
  public Optional<QueueEntry> open(QueuedTask task) {
    try {
      return queue.open(task);
    } catch (WorkspaceFailure _) {
      return Optional.empty();
    }
  }

  /// Whoever waits for the errand has its result in any case.
  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (WorkspaceFailure failure) {
      surroundings
          .terminal()
          .say("note: the queue could not be written (" + failure.getMessage() + ")");
    }
  }
}
