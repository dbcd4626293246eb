package dev.tidelock.scenarios;

import dev.tidelock.engine.port.Clock;

/// The clock of one device, which goes on by a millisecond each time it is read, and jumps when it
/// is told to.
final class TestClock implements Clock {
  private static final long START = 1_780_000_000_000L;

  private long wall = START;
  private long monotonic = 1_000_000_000L;
  private int boots = 1;

  @Override
  public long wallMillis() {
    wall++;
    return wall;
  }

  @Override
  public long monotonicNanos() {
    monotonic += 1_000_000L;
    return monotonic;
  }

  @Override
  public String boot() {
    return "boot " + boots;
  }

  /// Time passes.
  void passMinutes(long minutes) {
    wall += minutes * 60_000L;
    monotonic += minutes * 60_000_000_000L;
  }

  void passSeconds(long seconds) {
    wall += seconds * 1_000L;
    monotonic += seconds * 1_000_000_000L;
  }

  /// Somebody sets the wall clock; no time passes.
  void jumpHours(long hours) {
    wall += hours * 3_600_000L;
  }

  /// The machine restarts.
  void restart() {
    boots++;
    monotonic = 1_000_000_000L;
  }
}
