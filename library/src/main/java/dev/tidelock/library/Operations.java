package dev.tidelock.library;

import dev.tidelock.library.report.Conflict;
import dev.tidelock.library.report.Operation;
import dev.tidelock.library.report.SyncProblem;
import dev.tidelock.library.report.SyncProgress;
import dev.tidelock.library.report.SyncResult;
import dev.tidelock.workspace.machine.Machine;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// What the worker does: operations that were asked for, those of automatic sync, and those that
/// are tried again. Used on the worker, but for [#autoSync].
final class Operations implements Worker.Timed, AutoCloseable {
  /// How long to wait where nothing is due: until somebody stirs.
  private static final long IDLE = Duration.ofHours(1).toNanos();

  /// How long to leave the queue alone when it cannot be written, as on a full disk.
  private static final Duration UNWRITABLE = Duration.ofMinutes(1);

  private final AtomicReference<SyncConfig> config;
  private final Listeners listeners;
  private final RetryQueue queue;
  private final InstantSource clock;
  private final Runnable stir;
  private volatile boolean autoWanted;
  private volatile boolean queueChanged = true;
  private Optional<Auto> auto = Optional.empty();
  private Set<String> known = Set.of();
  private Optional<Instant> retry = Optional.empty();
  private Optional<String> head = Optional.empty();

  Operations(
      AtomicReference<SyncConfig> config,
      Listeners listeners,
      Path state,
      InstantSource clock,
      Runnable stir) {
    this.config = config;
    this.listeners = listeners;
    this.clock = clock;
    this.stir = stir;
    this.queue =
        new RetryQueue(
            state,
            config.get().name(),
            clock,
            new Random(Machine.RANDOMNESS.next(8).asByteBuffer().getLong()),
            () -> config.get().retry(),
            () -> {
              queueChanged = true;
              stir.run();
            });
  }

  /// Automatic sync with the configuration that it follows.
  private record Auto(AutoSync sync, SyncConfig config) {}

  RetryQueue queue() {
    return queue;
  }

  /// Whether automatic sync runs; from any thread, who stirs the worker then.
  void autoSync(boolean wanted) {
    autoWanted = wanted;
  }

  boolean isAutoSyncing() {
    return autoWanted;
  }

  @Override
  public long untilDue(long now) {
    if (queueChanged
        || autoWanted != auto.isPresent()
        || auto.filter(it -> !it.config().equals(config.get())).isPresent()) {
      return 0;
    }
    long byRetry =
        retry
            .map(due -> Math.max(0, Duration.between(clock.instant(), due).toNanos()))
            .orElse(IDLE);
    return auto.map(it -> Math.min(byRetry, it.sync().untilDue(now))).orElse(byRetry);
  }

  @Override
  public void run() {
    follow();
    long now = Machine.CLOCK.monotonicNanos();
    boolean due = auto.filter(it -> it.sync().look(now, head)).isPresent();
    if (due) {
      auto.get().sync().began(now);
    }
    // While the remote is away, what waits in the queue is the sync that would be due.
    boolean waits = due && queue.isWholeSyncWaiting();
    if (retry.isPresent()) {
      again();
    }
    if (due && !waits) {
      perform(Operation.SYNC, SyncOptions.USUAL);
    }
  }

  private void again() {
    if (retry.filter(time -> !time.isAfter(clock.instant())).isEmpty()) {
      return;
    }
    retry = Optional.empty();
    queueChanged = true;
    queue
        .next()
        .ifPresent(waiting ->
            perform(
                waiting.operation(),
                new SyncOptions(waiting.tables(), waiting.existing(), Optional.empty(), _ -> {})));
  }

  /// Does what other threads asked for.
  private void follow() {
    if (queueChanged) {
      queueChanged = false;
      retry = queue.due();
    }
    SyncConfig now = config.get();
    if (!autoWanted) {
      auto.ifPresent(it -> it.sync().close());
      auto = Optional.empty();
    } else if (auto.isEmpty()) {
      auto = Optional.of(new Auto(new AutoSync(now, Machine.CLOCK.monotonicNanos(), stir), now));
    } else if (!auto.get().config().equals(now)) {
      auto.get().sync().change(now);
      auto = Optional.of(new Auto(auto.get().sync(), now));
    }
  }

  /// Performs an operation, and tells of it.
  SyncResult perform(Operation operation, SyncOptions options) {
    SyncConfig now = config.get();
    listeners.tell(listener -> listener.started(operation));
    Consumer<SyncProgress> told =
        progress -> {
          Listeners.guarded(() -> options.progress().accept(progress));
          listeners.tell(listener -> listener.progress(progress));
        };
    OperationRun run =
        new OperationRun(
            now,
            DeviceAccess.of(now),
            operation,
            options,
            new ProgressMeter(operation, now.batchSize(), told));
    SyncResult result = run.run();
    head = run.head().or(() -> head);
    remember(result, options);
    tell(run.conflicts());
    if (result.success()) {
      listeners.tell(listener -> listener.completed(result));
    } else {
      SyncProblem first = result.errors().getFirst();
      listeners.tell(listener -> listener.failed(first, result));
    }
    return result;
  }

  /// Tells of conflicts that were not told of before.
  private void tell(List<Conflict> conflicts) {
    Set<String> open = new HashSet<>();
    for (Conflict conflict : conflicts) {
      open.add(conflict.id());
      if (!known.contains(conflict.id())) {
        listeners.tell(listener -> listener.conflict(conflict));
      }
    }
    known = open;
  }

  /// What was not done stands in the queue, and what was done no more.
  private void remember(SyncResult result, SyncOptions options) {
    if (!queue.isThere()) {
      return;
    }
    try {
      enqueue(result, options);
      queueChanged = false;
      retry = queue.due();
    } catch (WorkspaceFailure _) {
      queueChanged = false;
      // The caller has the result all the same; only a try by itself is lost or comes again.
      retry = Optional.of(clock.instant().plus(UNWRITABLE));
    }
  }

  private void enqueue(SyncResult result, SyncOptions options) {
    if (result.success()) {
      queue.done(result.operation(), options.tables());
    } else {
      // What may pass is tried again, whatever else was wrong as well.
      SyncProblem problem =
          result.errors().stream()
              .filter(SyncProblem::mayPass)
              .findFirst()
              .orElseGet(() -> result.errors().getFirst());
      if (problem.kind() != SyncProblem.Kind.NO_REMOTE) {
        queue.failed(result.operation(), options.tables(), options.existing(), problem);
      }
    }
  }

  @Override
  public void close() {
    auto.ifPresent(it -> it.sync().close());
  }
}
