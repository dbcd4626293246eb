package dev.tidelock.simulation.world;

/// What can happen in the middle of a sync.
public enum Trouble {
  /// The process is killed.
  KILL,
  /// The power fails.
  POWER,
  /// The user edits something, once or a few times.
  EDIT,
  /// Another device syncs, from start to end.
  OTHER_SYNC,
  /// One call to the disk fails.
  BROKEN,
  /// One call to the disk or storage is not allowed.
  DENIED,
  /// The disk, the state store or the storage is full.
  NO_SPACE,
  /// Only so many bytes fit on the disk any more.
  SMALL_DISK,
  /// The storage cannot be reached from some call on.
  UNREACHABLE,
  /// A reply of the storage is lost.
  LOST_REPLY,
  /// The device's clock jumps.
  CLOCK,
  /// A request arrives after its sender gave it up.
  LATE,
  /// An answer of the storage ends too early.
  SHORT,
  /// An answer of the storage has one wrong bit, or an object on its way.
  FLIPPED,
  /// Garbage is collected at the hub or the storage.
  TIDY,
  /// The hub's process dies in the middle of a request.
  HUB_KILL,
  /// A call of the hub to its disk fails.
  HUB_BROKEN,
  /// The hub's disk is full.
  HUB_NO_SPACE,
  /// The hub has too much to do.
  HUB_BUSY,
  /// Another device syncs, from start to end, in the middle of a request.
  HUB_OTHER_SYNC,
  /// Garbage is collected in the middle of a request.
  HUB_TIDY,
  /// The hub's clock jumps.
  HUB_CLOCK;

  /// Whether it happens between the calls of the hub, not of the device.
  boolean isAtHub() {
    return switch (this) {
      case HUB_KILL, HUB_BROKEN, HUB_NO_SPACE, HUB_BUSY, HUB_OTHER_SYNC, HUB_TIDY, HUB_CLOCK ->
          true;
      case KILL,
          POWER,
          EDIT,
          OTHER_SYNC,
          BROKEN,
          DENIED,
          NO_SPACE,
          SMALL_DISK,
          UNREACHABLE,
          LOST_REPLY,
          CLOCK,
          LATE,
          SHORT,
          FLIPPED,
          TIDY ->
          false;
    };
  }

  /// Whether there must be a hub for it.
  boolean needsHub() {
    return isAtHub() || this == LATE;
  }
}
