package dev.tidelock.library;

import dev.tidelock.library.report.Conflict;
import dev.tidelock.library.report.Operation;
import dev.tidelock.library.report.SyncListener;
import dev.tidelock.library.report.SyncProblem;
import dev.tidelock.library.report.SyncProgress;
import dev.tidelock.library.report.SyncResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Writes down what it is told, for whoever waits for it.
final class Recorder implements SyncListener {
  private static final int PATIENCE_SECONDS = 60;

  final List<String> events = new ArrayList<>();
  final List<Conflict> conflicts = new ArrayList<>();
  private final BlockingQueue<SyncResult> results = new LinkedBlockingQueue<>();

  @Override
  public synchronized void started(Operation operation) {
    events.add("started " + operation.word());
  }

  @Override
  public synchronized void progress(SyncProgress progress) {
    events.add("progress");
  }

  @Override
  public synchronized void completed(SyncResult result) {
    events.add("completed " + result.operation().word());
    results.add(result);
  }

  @Override
  public synchronized void failed(SyncProblem problem, SyncResult result) {
    events.add("failed " + problem.kind());
    results.add(result);
  }

  @Override
  public synchronized void conflict(Conflict conflict) {
    conflicts.add(conflict);
  }

  synchronized List<String> events() {
    return List.copyOf(events);
  }

  synchronized List<Conflict> conflicts() {
    return List.copyOf(conflicts);
  }

  /// Waits for a result of a kind; those before it are forgotten.
  SyncResult await(Predicate<SyncResult> wanted) throws InterruptedException {
    while (true) {
      SyncResult result = results.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (result == null) {
        throw new AssertionError("no such result came: " + events());
      }
      if (wanted.test(result)) {
        return result;
      }
    }
  }
}
