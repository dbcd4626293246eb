package dev.tidelock.hub;

import dev.tidelock.engine.port.Clock;
import dev.tidelock.platform.linux.SystemClock;
import java.time.Duration;

/// The machine's clock, set wrong by so much; what it says of time that passed stays right.
final class ShiftedClock implements Clock {
  private final Clock right = new SystemClock();
  private volatile Duration shift;

  ShiftedClock(Duration shift) {
    this.shift = shift;
  }

  void shift(Duration by) {
    shift = by;
  }

  @Override
  public long wallMillis() {
    return right.wallMillis() + shift.toMillis();
  }

  @Override
  public long monotonicNanos() {
    return right.monotonicNanos();
  }

  @Override
  public String boot() {
    return right.boot();
  }
}
