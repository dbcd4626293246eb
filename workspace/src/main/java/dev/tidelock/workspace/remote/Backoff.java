package dev.tidelock.workspace.remote;

import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// How long to wait until something that failed is tried again: twice as long each time, up to a
/// limit, and between half of that and all of it by chance, so that devices which lost the same
/// remote do not come back all at once. Times are monotonic nanoseconds. One thread.
public final class Backoff {
  private final long first;
  private final long most;
  private final RandomGenerator chance;
  private int failures;
  private OptionalLong until = OptionalLong.empty();

  /// @param first the wait after the first failure, in nanoseconds
  /// @param most the longest wait
  /// @param chance spreads the waits
  public Backoff(long first, long most, RandomGenerator chance) {
    this.first = first;
    this.most = most;
    this.chance = chance;
  }

  /// It failed.
  public void failed(long now) {
    long doubled = failures < 40 ? first << Math.min(failures, 20) : most;
    long wait = Math.min(most, doubled);
    failures++;
    until = OptionalLong.of(now + wait / 2 + chance.nextLong(wait / 2 + 1));
  }

  /// It went well, or there is reason to think that it will.
  public void reset() {
    failures = 0;
    until = OptionalLong.empty();
  }

  /// Until when to wait, if it failed last.
  public OptionalLong until() {
    return until;
  }
}
