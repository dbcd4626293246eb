package dev.tidelock.engine.scan;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// Something counts as deleted once it was seen to be gone twice, two seconds apart or more. Kept
/// in memory only: who starts anew looks twice anew. One thread.
public final class TwoSightings implements Sightings {
  /// How far apart the two are, in nanoseconds.
  public static final long APART_NANOS = 2_000_000_000L;

  private final Clock clock;
  private final Map<TreePath, Long> first = new HashMap<>();
  private final Set<TreePath> again = new HashSet<>();

  /// @param clock tells how far apart two sightings are
  public TwoSightings(Clock clock) {
    this.clock = clock;
  }

  @Override
  public boolean confirm(TreePath path) {
    long now = clock.monotonicNanos();
    Long since = first.putIfAbsent(path, now);
    if (since != null && now - since >= APART_NANOS) {
      first.remove(path);
      return true;
    }
    again.add(path);
    return false;
  }

  @Override
  public void end(Scope scope) {
    first
        .keySet()
        .removeIf(path -> !again.contains(path) && scope.covers(path.parent().orElseThrow()));
    again.clear();
  }

  /// When the next second look is due, by the clock's monotonic nanoseconds, if any is.
  public OptionalLong due() {
    return first.values().stream().mapToLong(since -> since + APART_NANOS).min();
  }

  /// The directories to look at again.
  public Set<TreePath> places() {
    Set<TreePath> places = new HashSet<>();
    first.keySet().forEach(path -> places.add(path.parent().orElseThrow()));
    return places;
  }
}
