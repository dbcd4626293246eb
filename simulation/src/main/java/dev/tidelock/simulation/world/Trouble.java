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
  /// An answer of the storage ends too early.
  SHORT,
  /// An answer of the storage has one wrong bit.
  FLIPPED
}
