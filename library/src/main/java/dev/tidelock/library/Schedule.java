package dev.tidelock.library;

import java.time.Duration;
import java.util.OptionalLong;

/// When automatic sync is due: once the database stood still for a while after a change, or a while
/// after the last sync. Pure; times are monotonic nanoseconds. One thread.
final class Schedule {
  /// How many times the debounce a change waits at most: an application that never stops writing is
  /// synced all the same.
  static final int PATIENCE = 8;

  private Duration debounce;
  private Duration interval;
  private OptionalLong firstChange = OptionalLong.empty();
  private long lastChange;
  private long lastSync;
  private boolean heard;

  Schedule(Duration debounce, Duration interval, long now) {
    this.debounce = debounce;
    this.interval = interval;
    this.lastSync = now - interval.toNanos();
  }

  /// Other times from now on.
  void change(Duration newDebounce, Duration newInterval) {
    debounce = newDebounce;
    interval = newInterval;
  }

  /// Something changed, here or at the remote.
  void changed(long now) {
    if (firstChange.isEmpty()) {
      firstChange = OptionalLong.of(now);
    }
    lastChange = now;
  }

  /// Something is new at the remote: there is nothing to wait for.
  void heard() {
    heard = true;
  }

  /// A sync began, which takes all changes that were made so far.
  void began(long now) {
    firstChange = OptionalLong.empty();
    heard = false;
    lastSync = now;
  }

  /// When the next sync is due.
  long due() {
    if (heard) {
      return lastSync;
    }
    long byInterval = lastSync + interval.toNanos();
    if (firstChange.isEmpty()) {
      return byInterval;
    }
    long still = lastChange + debounce.toNanos();
    long patience = firstChange.getAsLong() + PATIENCE * debounce.toNanos();
    long byChange = still - patience < 0 ? still : patience;
    return byChange - byInterval < 0 ? byChange : byInterval;
  }
}
