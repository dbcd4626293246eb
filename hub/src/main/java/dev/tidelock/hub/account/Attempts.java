package dev.tidelock.hub.account;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// How often each of many may try: some times at once, then once in a while (the generic cell rate
/// algorithm). Remembers the latest only, so memory is bounded. Safe for use by any thread.
final class Attempts {
  private static final int REMEMBERED = 50_000;

  private final long burst;
  private final long every;

  /// When each would have used up what it may, in monotonic nanoseconds.
  private final Map<String, Long> until =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// @param atOnce how many attempts are free
  /// @param every how long it takes until another is
  Attempts(int atOnce, Duration every) {
    this.every = every.toNanos();
    this.burst = this.every * atOnce;
  }

  /// Counts an attempt, if it may be made: how long to wait, zero if it may.
  synchronized Duration take(String who, long now) {
    long next = Math.max(until.getOrDefault(who, now), now) + every;
    if (next - now > burst) {
      return Duration.ofNanos(next - now - burst);
    }
    until.put(who, next);
    return Duration.ZERO;
  }

  /// Forgets the attempts of one who turned out to be in the right.
  synchronized void forget(String who) {
    until.remove(who);
  }
}
