package dev.tidelock.engine.port;

/// The time, as the machine tells it.
public interface Clock {
  /// Milliseconds since 1970-01-01T00:00Z. May jump either way; decides nothing on its own.
  long wallMillis();

  /// Nanoseconds since the machine started; never goes back while [#boot] stays the same.
  long monotonicNanos();

  /// A name for the time since the machine last started.
  String boot();
}
