package dev.tidelock.platform.database;

import dev.tidelock.engine.port.Clock;

/// A clock that goes on by as much whenever it is asked.
final class SteppingClock implements Clock {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long step;
  private long nanos;

  SteppingClock(int millis) {
    step = millis * NANOS_PER_MILLI;
  }

  @Override
  public long wallMillis() {
    return nanos / NANOS_PER_MILLI;
  }

  @Override
  public long monotonicNanos() {
    nanos += step;
    return nanos;
  }

  @Override
  public String boot() {
    return "";
  }
}
