package dev.tidelock.simulation.port;

import dev.tidelock.engine.port.Clock;

/// A machine's clock, moved by hand.
public final class SimClock implements Clock {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final String machine;
  private long trueNanos;
  private long offsetNanos;
  private long monotonicNanos;
  private int boots = 1;

  /// @param machine whose clock it is
  /// @param wallNanos nanoseconds since 1970, from which it starts
  public SimClock(String machine, long wallNanos) {
    this.machine = machine;
    this.trueNanos = wallNanos;
  }

  @Override
  public long wallMillis() {
    return Math.floorDiv(wallNanos(), NANOS_PER_MILLI);
  }

  @Override
  public long monotonicNanos() {
    return monotonicNanos;
  }

  @Override
  public String boot() {
    return machine + "-boot-" + boots;
  }

  /// Nanoseconds since 1970, as the machine believes.
  public long wallNanos() {
    return trueNanos + offsetNanos;
  }

  /// Lets time pass.
  public void advance(long nanos) {
    trueNanos += nanos;
    monotonicNanos += nanos;
  }

  /// Lets the wall clock be wrong by so much from now on.
  public void set(long wrongByNanos) {
    offsetNanos = wrongByNanos;
  }

  /// Starts the machine anew.
  public void reboot() {
    boots++;
    monotonicNanos = 0;
  }
}
