package dev.tidelock.library;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// Automatic sync: looks at the database's counter, and says when to sync. Used on the worker, but
/// for [#stir]. Times are monotonic nanoseconds.
final class AutoSync implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(250);

  private final ChangeWatch watch;
  private final RemoteEar ear;
  private final Schedule schedule;
  private OptionalLong counter = OptionalLong.empty();
  private long polled;

  /// @param stir called from any thread when there is something to look at
  AutoSync(SyncConfig config, long now, Runnable stir) {
    this.ear = new RemoteEar(config, stir);
    this.watch = new ChangeWatch(config.database(), config.workspace());
    this.schedule = new Schedule(config.debounce(), config.interval(), now);
    this.polled = now - POLL.toNanos();
  }

  /// How long until it wants to look or to sync.
  long untilDue(long now) {
    if (ear.isHeard()) {
      return 0;
    }
    return Math.min(polled + POLL.toNanos() - now, schedule.due() - now);
  }

  /// Looks; whether a sync is due.
  ///
  /// @param head where the project stands here, as far as that is known
  boolean look(long now, Optional<String> head) {
    ear.follow();
    if (ear.isNews(head)) {
      schedule.heard();
    }
    if (polled + POLL.toNanos() - now <= 0) {
      polled = now;
      OptionalLong before = counter;
      counter = watch.counter();
      if (before.isPresent() && !counter.equals(before)) {
        schedule.changed(now);
      }
    }
    return schedule.due() - now <= 0;
  }

  /// A sync begins. What is written from now on, by the sync itself as well, is looked at again.
  void began(long now) {
    counter = watch.counter();
    schedule.began(now);
  }

  /// Other times from now on.
  void change(SyncConfig config) {
    ear.change(config);
    schedule.change(config.debounce(), config.interval());
  }

  @Override
  public void close() {
    ear.close();
    watch.close();
  }
}
