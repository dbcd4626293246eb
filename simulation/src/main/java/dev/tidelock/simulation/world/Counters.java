package dev.tidelock.simulation.world;

import java.util.Map;
import java.util.TreeMap;

/// How often something happened that a good workload makes happen sometimes.
public final class Counters {
  private final Map<String, Long> counts = new TreeMap<>();

  /// Counts one more.
  public void count(String event) {
    counts.merge(event, 1L, Long::sum);
  }

  /// Adds all counts of another.
  public void addAll(Counters other) {
    other.counts.forEach((event, count) -> counts.merge(event, count, Long::sum));
  }

  /// How often.
  public long of(String event) {
    return counts.getOrDefault(event, 0L);
  }

  /// One line per event.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    counts.forEach((event, count) -> text.append("%10d  %s%n".formatted(count, event)));
    return text.toString();
  }
}
