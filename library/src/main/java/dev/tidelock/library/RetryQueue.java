package dev.tidelock.library;

import dev.tidelock.library.QueuedOperation.State;
import dev.tidelock.library.report.Operation;
import dev.tidelock.library.report.SyncProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// The operations of a workspace that did not do all that they were asked. What may pass by itself
/// is tried again after waits that grow; what somebody has to see to first stands as failed until
/// he asks for it. It is kept on the disk and outlives the process.
///
/// The queue holds no rows: what changed stands in the database, and the next try takes what is
/// there by then. An operation that is there already is not put in again. For use by any thread.
/// What the application calls throws [SyncFailure] if the file cannot be read or written.
public final class RetryQueue {
  private final QueueFile file;
  private final InstantSource clock;
  private final RandomGenerator chance;
  private final Supplier<RetryPolicy> policy;
  private final Runnable changed;

  /// @param changed told when something may be due earlier than it was
  RetryQueue(
      QueueFile file,
      InstantSource clock,
      RandomGenerator chance,
      Supplier<RetryPolicy> policy,
      Runnable changed) {
    this.file = file;
    this.clock = clock;
    this.chance = chance;
    this.policy = policy;
    this.changed = changed;
  }

  /// What it holds, in numbers.
  public QueueStats stats() {
    List<QueuedOperation> all = Problems.asked(file::read);
    return new QueueStats(
        count(all, State.PENDING), count(all, State.FAILED), count(all, State.COMPLETED), due(all));
  }

  /// What it holds, the oldest first.
  public List<QueuedOperation> list() {
    return List.copyOf(Problems.asked(file::read));
  }

  /// Tries everything again that is not done, at once and as often as at first; says how many that
  /// are.
  public int retryAll() {
    Instant now = clock.instant();
    List<QueuedOperation> before =
        Problems.asked(() -> file.change(replace(each -> isOpen(each) ? anew(each, now) : each)));
    changed.run();
    return Math.toIntExact(before.stream().filter(RetryQueue::isOpen).count());
  }

  /// Forgets what failed; says how many that were. No row is lost: they stand in the database.
  public int clearFailed() {
    return remove(each -> each.state() == State.FAILED);
  }

  /// Forgets what was done longer ago than this; says how many that were.
  public int clearCompletedOlderThan(Duration age) {
    Instant limit = clock.instant().minus(age);
    return remove(each -> each.state() == State.COMPLETED && each.changed().isBefore(limit));
  }

  /// Whether there is a workspace for it.
  boolean isThere() {
    return file.isThere();
  }

  /// An operation failed.
  void failed(
      Operation operation, Collection<String> tables, Existing existing, SyncProblem problem) {
    SortedSet<String> named = new TreeSet<>(tables);
    Instant now = clock.instant();
    file.change(before -> {
      List<QueuedOperation> after = new ArrayList<>(before);
      Optional<QueuedOperation> known =
          before.stream()
              .filter(each -> each.isOf(operation, named, existing) && isOpen(each))
              .findFirst();
      known.ifPresent(after::remove);
      int attempts = known.map(QueuedOperation::attempts).orElse(0) + 1;
      boolean again = problem.mayPass() && attempts < policy.get().attempts();
      after.add(
          new QueuedOperation(
              known.map(QueuedOperation::id).orElseGet(() -> nextId(before)),
              operation,
              named,
              existing,
              again ? State.PENDING : State.FAILED,
              attempts,
              problem,
              known.map(QueuedOperation::created).orElse(now),
              now,
              again
                  ? Optional.of(now.plus(policy.get().delay(attempts, chance)))
                  : Optional.empty()));
      return bounded(after);
    });
    changed.run();
  }

  /// An operation did what it was asked; so nothing is left of those that asked for no more.
  void done(Operation operation, Collection<String> tables) {
    SortedSet<String> named = new TreeSet<>(tables);
    Instant now = clock.instant();
    file.change(
        replace(each ->
            isOpen(each) && covers(operation, named, each)
                ? new QueuedOperation(
                    each.id(),
                    each.operation(),
                    each.tables(),
                    each.existing(),
                    State.COMPLETED,
                    each.attempts(),
                    each.problem(),
                    each.created(),
                    now,
                    Optional.empty())
                : each));
  }

  private static boolean covers(Operation done, SortedSet<String> tables, QueuedOperation waiting) {
    boolean operation = done == Operation.SYNC || done == waiting.operation();
    boolean all = tables.isEmpty();
    return operation
        && (all || !waiting.tables().isEmpty() && tables.containsAll(waiting.tables()));
  }

  /// What is to be tried now, the one that waited longest.
  Optional<QueuedOperation> next() {
    Instant now = clock.instant();
    return file.read().stream()
        .filter(each -> each.due().filter(due -> !due.isAfter(now)).isPresent())
        .min(Comparator.comparing(each -> each.due().orElseThrow()));
  }

  /// Whether a sync of all tables waits to be tried again.
  boolean isWholeSyncWaiting() {
    return file.read().stream()
        .anyMatch(each ->
            each.state() == State.PENDING
                && each.operation() == Operation.SYNC
                && each.tables().isEmpty());
  }

  /// When something is to be tried.
  Optional<Instant> due() {
    return due(file.read());
  }

  private static Optional<Instant> due(List<QueuedOperation> all) {
    return all.stream().flatMap(each -> each.due().stream()).min(Comparator.naturalOrder());
  }

  private static int count(List<QueuedOperation> all, State state) {
    return Math.toIntExact(all.stream().filter(each -> each.state() == state).count());
  }

  private static long nextId(List<QueuedOperation> all) {
    return all.stream().mapToLong(QueuedOperation::id).max().orElse(0) + 1;
  }

  private int remove(Predicate<QueuedOperation> unwanted) {
    List<QueuedOperation> before =
        Problems.asked(() -> file.change(all -> all.stream().filter(unwanted.negate()).toList()));
    return Math.toIntExact(before.stream().filter(unwanted).count());
  }

  private static UnaryOperator<List<QueuedOperation>> replace(
      UnaryOperator<QueuedOperation> change) {
    return before -> before.stream().map(change).toList();
  }

  private static boolean isOpen(QueuedOperation each) {
    return each.state() != State.COMPLETED;
  }

  private static QueuedOperation anew(QueuedOperation each, Instant now) {
    return new QueuedOperation(
        each.id(),
        each.operation(),
        each.tables(),
        each.existing(),
        State.PENDING,
        0,
        each.problem(),
        each.created(),
        now,
        Optional.of(now));
  }

  /// As much as there is room for: what was done goes first, then what failed, the oldest first.
  private List<QueuedOperation> bounded(List<QueuedOperation> all) {
    List<QueuedOperation> kept = new ArrayList<>(all);
    for (State state : List.of(State.COMPLETED, State.FAILED, State.PENDING)) {
      while (kept.size() > policy.get().capacity()) {
        Optional<QueuedOperation> oldest =
            kept.stream()
                .filter(each -> each.state() == state)
                .min(Comparator.comparing(QueuedOperation::changed));
        if (oldest.isEmpty()) {
          break;
        }
        kept.remove(oldest.get());
      }
    }
    return kept;
  }
}
