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

  /// Counts so many more.
  public void count(String event, long times) {
    counts.merge(event, times, Long::sum);
  }

  /// How often all events together happened whose names begin so.
  public long all(String prefix) {
    return counts.entrySet().stream()
        .filter(each -> each.getKey().startsWith(prefix))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /// All counts, by event.
  public Map<String, Long> counts() {
    return new TreeMap<>(counts);
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
