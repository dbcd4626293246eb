package dev.tidelock.library;

import dev.tidelock.workspace.queue.RetryRules;
import java.time.Duration;

/// How often and when something that failed is tried again.
///
/// The wait before try *n* is drawn evenly from 0 to the lesser of `longestDelay` and `firstDelay`
/// doubled *n* - 1 times: devices that lost the same remote do not come back all at once.
///
/// @param attempts how many tries there are in all before it counts as failed, at least 1
/// @param firstDelay the longest wait before the second try
/// @param longestDelay the longest wait ever
/// @param capacity how many operations are remembered at most, at least 1
public record RetryPolicy(int attempts, Duration firstDelay, Duration longestDelay, int capacity) {
  /// Ten tries, waits of up to one second at first and ten minutes at last, 1,000 operations.
  public static final RetryPolicy USUAL = of(RetryRules.USUAL);

  /// @throws IllegalArgumentException if it cannot be meant
  public RetryPolicy {
    var _ = new RetryRules(attempts, firstDelay, longestDelay, capacity);
  }

  private static RetryPolicy of(RetryRules rules) {
    return new RetryPolicy(
        rules.attempts(), rules.firstDelay(), rules.longestDelay(), rules.capacity());
  }

  /// The same, as a workspace's queue takes it.
  RetryRules rules() {
    return new RetryRules(attempts, firstDelay, longestDelay, capacity);
  }
}
