package dev.tidelock.platform.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How long a thread has been at work since this was made: by the clock on the wall, and on a
/// processor, which others on the machine change less.
final class Stopwatch {
  /// How long this thread ran on a processor, in nanoseconds, is the first number in it.
  private static final Path RUN_TIME = Path.of("/proc/thread-self/schedstat");

  private static final double NANOS = 1e9;

  private final long wall = System.nanoTime();
  private final long processor = processorNanos();

  /// Seconds.
  record Time(double processor, double wall) {}

  Time time() {
    return new Time((processorNanos() - processor) / NANOS, (System.nanoTime() - wall) / NANOS);
  }

  private static long processorNanos() {
    try {
      return Long.parseLong(Files.readString(RUN_TIME).split(" ")[0]);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
