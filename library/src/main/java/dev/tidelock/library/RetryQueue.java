package dev.tidelock.library;

import dev.tidelock.library.QueuedOperation.State;
import dev.tidelock.library.report.Operation;
import dev.tidelock.library.report.SyncProblem;
import dev.tidelock.workspace.queue.OperationQueue;
import dev.tidelock.workspace.queue.QueueEntry;
import dev.tidelock.workspace.queue.QueuedTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The operations of a workspace that did not do all that they were asked. What may pass by itself
/// is tried again after waits that grow; what somebody has to see to first stands as failed until
/// he asks for it. It is kept on the disk and outlives the process.
///
/// The queue holds no rows: what changed stands in the database, and the next try takes what is
/// there by then. An operation that is there already is not put in again. For use by any thread.
/// What the application calls throws [SyncFailure] if the file cannot be read or written.
public final class RetryQueue {
  private final OperationQueue queue;
  private final String prefix;
  private final InstantSource clock;
  private final Runnable changed;

  /// @param state the directory of the workspace that holds Tidelock's own
  /// @param database the name of the database in its project
  /// @param changed told when something may be due earlier than it was
  RetryQueue(
      Path state,
      String database,
      InstantSource clock,
      RandomGenerator chance,
      Supplier<RetryPolicy> policy,
      Runnable changed) {
    this.queue = new OperationQueue(state, clock, chance, () -> policy.get().rules());
    this.prefix = database + ".";
    this.clock = clock;
    this.changed = changed;
  }

  /// What it holds, in numbers.
  public QueueStats stats() {
    List<QueuedOperation> all = list();
    return new QueueStats(
        count(all, State.PENDING),
        count(all, State.FAILED),
        count(all, State.COMPLETED),
        all.stream().flatMap(each -> each.due().stream()).min(Comparator.naturalOrder()));
  }

  /// What it holds, the oldest first.
  public List<QueuedOperation> list() {
    return Problems.asked(() -> queue.entries().stream().map(this::shown).toList());
  }

  /// Tries everything again that is not done, at once and as often as at first; says how many that
  /// are.
  public int retryAll() {
    int open = Problems.asked(() -> queue.retry(_ -> true).size());
    changed.run();
    return open;
  }

  /// Forgets what failed; says how many that were. No row is lost: they stand in the database.
  public int clearFailed() {
    return remove(each -> each.state() == QueueEntry.State.FAILED);
  }

  /// Forgets what was done longer ago than this; says how many that were.
  public int clearCompletedOlderThan(Duration age) {
    Instant limit = clock.instant().minus(age);
    return remove(each -> !each.isOpen() && each.changed().isBefore(limit));
  }

  private int remove(Predicate<QueueEntry> unwanted) {
    return Problems.asked(() -> queue.remove(unwanted).size());
  }

  private static int count(List<QueuedOperation> all, State state) {
    return Math.toIntExact(all.stream().filter(each -> each.state() == state).count());
  }

  /// Whether there is a workspace for it.
  boolean isThere() {
    return queue.isThere();
  }

  /// An operation failed.
  void failed(
      Operation operation, Collection<String> tables, Existing existing, SyncProblem problem) {
    QueuedTask task = new QueuedTask(kind(operation), full(tables), stored(existing));
    QueueEntry.Cause cause =
        new QueueEntry.Cause(
            problem.kind().name().toLowerCase(Locale.ROOT), problem.message(), problem.hint());
    if (problem.mayPass()) {
      queue.failed(task, cause);
    } else {
      queue.refused(task, cause);
    }
    changed.run();
  }

  /// An operation did what it was asked; so nothing is left of those that asked for no more.
  void done(Operation operation, Collection<String> tables) {
    Set<QueuedTask.Operation> kinds =
        operation == Operation.SYNC
            ? EnumSet.allOf(QueuedTask.Operation.class)
            : Set.of(kind(operation));
    queue.done(kinds, full(tables));
  }

  /// What is to be tried now, the one that waited longest.
  Optional<QueuedOperation> next() {
    Instant now = clock.instant();
    return waiting()
        .filter(each -> !each.due().orElseThrow().isAfter(now))
        .min(Comparator.comparing(each -> each.due().orElseThrow()))
        .map(this::shown);
  }

  /// Whether a sync of all tables waits to be tried again.
  boolean isWholeSyncWaiting() {
    return waiting()
        .map(QueueEntry::task)
        .anyMatch(task -> task.operation() == QueuedTask.Operation.SYNC && task.tables().isEmpty());
  }

  /// When something is to be tried.
  Optional<Instant> due() {
    return waiting().map(each -> each.due().orElseThrow()).min(Comparator.naturalOrder());
  }

  /// What is tried again here: others may have put in what is about other databases.
  private Stream<QueueEntry> waiting() {
    return queue.entries().stream()
        .filter(each -> each.due().isPresent())
        .filter(each ->
            each.task().tables().stream()
                .allMatch(table -> table.startsWith(prefix) || table.indexOf('.') < 0));
  }

  private SortedSet<String> full(Collection<String> tables) {
    SortedSet<String> full = new TreeSet<>();
    tables.forEach(table -> full.add(prefix + table));
    return full;
  }

  private QueuedOperation shown(QueueEntry each) {
    SortedSet<String> tables = new TreeSet<>();
    for (String table : each.task().tables()) {
      tables.add(table.startsWith(prefix) ? table.substring(prefix.length()) : table);
    }
    return new QueuedOperation(
        each.id(),
        operation(each.task().operation()),
        tables,
        switch (each.task().existing()) {
          case REFUSE -> Existing.REFUSE;
          case MERGE -> Existing.MERGE;
        },
        switch (each.state()) {
          case PENDING -> State.PENDING;
          case FAILED -> State.FAILED;
          case COMPLETED -> State.COMPLETED;
        },
        each.attempts(),
        problem(each.cause()),
        each.created(),
        each.changed(),
        each.due());
  }

  /// A cause as a problem; the program knows kinds of its own.
  private static SyncProblem problem(QueueEntry.Cause cause) {
    SyncProblem.Kind kind =
        Stream.of(SyncProblem.Kind.values())
            .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(cause.kind()))
            .findFirst()
            .orElse(SyncProblem.Kind.UNEXPECTED);
    return new SyncProblem(kind, cause.message(), cause.hint());
  }

  private static QueuedTask.Existing stored(Existing existing) {
    return switch (existing) {
      case REFUSE -> QueuedTask.Existing.REFUSE;
      case MERGE -> QueuedTask.Existing.MERGE;
    };
  }

  private static QueuedTask.Operation kind(Operation operation) {
    return switch (operation) {
      case SEED -> QueuedTask.Operation.SEED;
      case HYDRATE -> QueuedTask.Operation.HYDRATE;
      case SYNC -> QueuedTask.Operation.SYNC;
    };
  }

  private static Operation operation(QueuedTask.Operation kind) {
    return switch (kind) {
      case SEED -> Operation.SEED;
      case HYDRATE -> Operation.HYDRATE;
      case SYNC -> Operation.SYNC;
    };
  }
}
