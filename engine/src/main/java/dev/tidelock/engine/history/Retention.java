package dev.tidelock.engine.history;

import java.util.HashSet;
import java.util.Set;

/// Which old states keep their trees: all of the last day, then the newest of each hour for a week,
/// of each day for sixty days, of each week for ever. Asked from the newest to the oldest.
public final class Retention {
  private static final long HOUR = 60L * 60 * 1000;
  private static final long DAY = 24 * HOUR;
  private static final long WEEK = 7 * DAY;

  private final long now;
  private final Set<String> taken = new HashSet<>();

  /// @param now the time, in milliseconds since 1970
  public Retention(long now) {
    this.now = now;
  }

  /// Whether a state of this time keeps its tree.
  public boolean keeps(long time) {
    long age = now - time;
    if (age <= DAY) {
      return true;
    }
    long unit = age <= WEEK ? HOUR : age <= 60 * DAY ? DAY : WEEK;
    return taken.add(unit + "/" + Math.floorDiv(time, unit));
  }
}
