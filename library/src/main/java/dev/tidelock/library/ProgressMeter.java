package dev.tidelock.library;

import dev.tidelock.engine.sync.Progress;
import dev.tidelock.library.report.Operation;
import dev.tidelock.library.report.SyncProgress;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Turns what the engine tells of a sync into how far an operation is. One thread.
final class ProgressMeter implements Progress {
  private final Operation operation;
  private final int batch;
  private final Consumer<SyncProgress> listener;
  private SyncProgress.Phase phase = SyncProgress.Phase.CAPTURE;
  private int percentage;
  private long expected = -1;
  private long done;
  private long bytes;
  private long told;
  private final Map<String, Long> up = new TreeMap<>();
  private final Map<String, Long> down = new TreeMap<>();

  /// @param batch how many rows there are between two calls
  ProgressMeter(Operation operation, int batch, Consumer<SyncProgress> listener) {
    this.operation = operation;
    this.batch = batch;
    this.listener = listener;
  }

  @Override
  public void phase(Phase begun, long items, long allBytes) {
    phase = of(begun);
    expected = items;
    done = 0;
    bytes = 0;
    told = 0;
    percentage = Math.max(percentage, start(phase));
    tell(words(phase));
  }

  @Override
  public void advanced(long items, long moreBytes, String item) {
    done += items;
    bytes += moreBytes;
    if (done - told < batch) {
      return;
    }
    told = done;
    if (expected > 0) {
      int width = end(phase) - start(phase);
      int within = (int) (width * Math.min(done, expected) / expected);
      percentage = Math.max(percentage, start(phase) + within);
    }
    tell(words(phase) + ": " + item);
  }

  @Override
  public void rows(Phase of, String table, long more) {
    switch (of) {
      case PUSH -> up.merge(table, more, Long::sum);
      case APPLY -> down.merge(table, more, Long::sum);
      case SCAN, FETCH, MERGE, VERIFY -> {}
    }
    advanced(more, 0, "%s, %,d rows".formatted(table, done + more));
  }

  /// How many rows were sent, by table.
  Map<String, Long> up() {
    return up;
  }

  /// How many rows were written, by table.
  Map<String, Long> down() {
    return down;
  }

  /// It is over.
  void done(long rows, long allBytes, String message) {
    phase = SyncProgress.Phase.DONE;
    percentage = 100;
    done = rows;
    bytes = allBytes;
    tell(message);
  }

  private void tell(String message) {
    listener.accept(new SyncProgress(operation, phase, percentage, done, bytes, message));
  }

  private static SyncProgress.Phase of(Phase phase) {
    return switch (phase) {
      case SCAN -> SyncProgress.Phase.CAPTURE;
      case FETCH -> SyncProgress.Phase.FETCH;
      case MERGE, VERIFY -> SyncProgress.Phase.MERGE;
      case APPLY -> SyncProgress.Phase.APPLY;
      case PUSH -> SyncProgress.Phase.PUSH;
    };
  }

  /// At how many percent a phase begins: by how long they last in a sync of many rows.
  private static int start(SyncProgress.Phase phase) {
    return switch (phase) {
      case CAPTURE -> 0;
      case FETCH -> 30;
      case MERGE -> 50;
      case APPLY -> 55;
      case PUSH -> 80;
      case DONE -> 100;
    };
  }

  private static int end(SyncProgress.Phase phase) {
    return switch (phase) {
      case CAPTURE -> 30;
      case FETCH -> 50;
      case MERGE -> 55;
      case APPLY -> 80;
      case PUSH -> 99;
      case DONE -> 100;
    };
  }

  private static String words(SyncProgress.Phase phase) {
    return switch (phase) {
      case CAPTURE -> "looking at the database";
      case FETCH -> "receiving";
      case MERGE -> "merging";
      case APPLY -> "writing into the database";
      case PUSH -> "sending";
      case DONE -> "done";
    };
  }
}
