package dev.tidelock.workspace.queue;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How often and when something that failed is tried again.
///
/// The wait before try *n* is drawn evenly from 0 to the lesser of `longestDelay` and `firstDelay`
/// doubled *n* - 1 times ("full jitter"): devices that lost the same remote do not come back all at
/// once (Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015).
///
/// @param attempts how many tries there are in all before it counts as failed, at least 1
/// @param firstDelay the longest wait before the second try
/// @param longestDelay the longest wait ever
/// @param capacity how many operations are remembered at most, at least 1
public record RetryRules(int attempts, Duration firstDelay, Duration longestDelay, int capacity) {
  /// Ten tries, waits of up to one second at first and ten minutes at last, 1,000 operations.
  public static final RetryRules USUAL =
      new RetryRules(10, Duration.ofSeconds(1), Duration.ofMinutes(10), 1_000);

  private static final int MOST_DOUBLINGS = 30;

  public RetryRules {
    if (attempts < 1 || capacity < 1) {
      throw new IllegalArgumentException("there is at least one try, and room for one operation");
    }
    if (firstDelay.isNegative() || longestDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException("the longest wait is not below the first");
    }
  }

  /// How long to wait after the `failed`th try, counted from 1.
  public Duration delay(int failed, RandomGenerator chance) {
    long doubled = firstDelay.toMillis() << Math.min(failed - 1, MOST_DOUBLINGS);
    boolean overflown = doubled >> Math.min(failed - 1, MOST_DOUBLINGS) != firstDelay.toMillis();
    long most = overflown ? longestDelay.toMillis() : Math.min(doubled, longestDelay.toMillis());
    return Duration.ofMillis(chance.nextLong(most + 1));
  }
}
