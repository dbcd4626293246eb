package dev.tidelock.simulation.rows;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What each application wrote, and which of it it has not overwritten or deleted itself: a value
/// is *owed* until a transaction of its writer after which the writer's own database, which showed
/// it before, shows it nowhere. Each value is written once, so that it tells where it came from.
final class RowLedger {
  private static final String MARK = "w:";

  private final Map<String, Set<String>> owed = new TreeMap<>();
  private final Map<String, String> origins = new HashMap<>();
  private int written;

  /// A value that nobody wrote before.
  String fresh(String device, int filler) {
    written++;
    return "%s%d:%s:%s".formatted(MARK, written, device, "x".repeat(filler));
  }

  static boolean isMarked(String value) {
    return value.startsWith(MARK);
  }

  /// One transaction of an application.
  ///
  /// @param before all values that its database showed before
  /// @param after those that it shows now
  void record(String device, String words, Set<String> before, Set<String> after) {
    Set<String> mine = of(device);
    Set<String> gone = new HashSet<>(before);
    gone.removeAll(after);
    mine.removeAll(gone);
    after.stream()
        .filter(RowLedger::isMarked)
        .filter(value -> !before.contains(value))
        .forEach(value -> {
          mine.add(value);
          origins.putIfAbsent(value, device + " " + words);
        });
  }

  /// A database is one of the past: what it does not show is not owed to its application any more.
  void forgiveAllBut(String device, Collection<String> kept) {
    of(device).retainAll(kept);
  }

  private Set<String> of(String device) {
    return owed.computeIfAbsent(device, _ -> new HashSet<>());
  }

  /// By device, what must be there to be got back.
  Map<String, Set<String>> owed() {
    return owed;
  }

  String origin(String value) {
    return origins.getOrDefault(value, "nobody");
  }

  boolean isWritten(String value) {
    return origins.containsKey(value);
  }
}
