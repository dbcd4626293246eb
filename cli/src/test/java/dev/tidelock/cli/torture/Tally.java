package dev.tidelock.cli.torture;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// How often each kind of thing happened in a run. Any thread may count.
final class Tally {
  private final Map<Event, Integer> counts = new EnumMap<>(Event.class);

  /// What may happen.
  enum Event {
    /// A sync ended.
    SYNC(Where.EVERYWHERE),
    /// A sync ended because the place could not be reached.
    SYNC_IN_VAIN(Where.AT_A_HUB),
    /// A command was killed.
    KILL(Where.EVERYWHERE),
    /// A command was stopped for a while in the middle of its work.
    SUSPENSION(Where.EVERYWHERE),
    /// The guard of a device or of the hub held something back.
    SAFETY_STOP(Where.EVERYWHERE),
    /// Somebody resolved a conflict.
    RESOLUTION(Where.EVERYWHERE),
    /// A device began to watch.
    WATCH(Where.AT_A_HUB),
    /// A watch was killed.
    WATCH_KILL(Where.AT_A_HUB),
    /// A watch was stopped for a while.
    WATCH_SUSPENSION(Where.AT_A_HUB),
    /// Devices that watch became equal without anybody's help.
    EQUAL_BY_THEMSELVES(Where.AT_A_HUB),
    /// The hub was killed.
    HUB_KILL(Where.AT_A_HUB),
    /// The hub was stopped for a while.
    HUB_SUSPENSION(Where.AT_A_HUB),
    /// A backup of the hub was made while it served.
    HUB_BACKUP(Where.AT_A_HUB),
    /// A backup took the hub's place.
    HUB_RESTORE(Where.AT_A_HUB),
    /// A sync could not send what only another device can give back to a hub that was restored.
    AWAITED(Where.AT_TIMES),
    /// A connection got lost.
    CUT(Where.AT_A_HUB),
    /// A disk was made full.
    DISK_FULL(Where.ON_SMALL_DISKS),
    /// A sync ended because a disk was full, its own or the hub's.
    NO_ROOM(Where.ON_SMALL_DISKS);

    private final Where where;

    Event(Where where) {
      this.where = where;
    }
  }

  private enum Where {
    EVERYWHERE,
    AT_A_HUB,
    ON_SMALL_DISKS,
    AT_TIMES
  }

  /// It happened once more.
  synchronized void count(Event event) {
    counts.merge(event, 1, Integer::sum);
  }

  /// Whether it ever happened.
  synchronized boolean happened(Event event) {
    return counts.containsKey(event);
  }

  /// What never happened although it can in such a world.
  synchronized Set<Event> missing(TortureRun.World world) {
    Set<Event> missing = EnumSet.noneOf(Event.class);
    for (Event event : Event.values()) {
      boolean expected =
          switch (event.where) {
            case EVERYWHERE -> true;
            case AT_A_HUB -> world == TortureRun.World.HUB;
            case ON_SMALL_DISKS -> world == TortureRun.World.SMALL_DISKS;
            case AT_TIMES -> false;
          };
      if (expected && !happened(event)) {
        missing.add(event);
      }
    }
    return missing;
  }

  /// All that happened, in words.
  @Override
  public synchronized String toString() {
    return counts.entrySet().stream()
        .map(each ->
            each.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + each.getValue())
        .collect(Collectors.joining(", "));
  }
}
