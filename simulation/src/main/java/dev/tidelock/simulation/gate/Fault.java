package dev.tidelock.simulation.gate;

/// What a port does with one call. A port that cannot fail in a certain way takes it for [#NONE].
public enum Fault {
  /// The call goes through.
  NONE,
  /// The hardware fails; nothing happens.
  BROKEN,
  /// Permission is missing; nothing happens.
  DENIED,
  /// The volume is full; a write may have happened in part.
  NO_SPACE,
  /// The request never arrives.
  UNREACHABLE,
  /// The request is carried out, its answer is lost.
  LOST_REPLY,
  /// The request is carried out some time after its sender gave it up.
  LATE,
  /// A read's answer ends too early.
  SHORT,
  /// A read's answer has one wrong bit.
  FLIPPED,
  /// Somebody else holds a lock on the database; nothing happens.
  BUSY,
  /// The database is not what it was any more; nothing happens.
  CHANGED,
  /// The database can only be read; nothing happens.
  READ_ONLY
}
