package dev.tidelock.engine.sync;

/// What a verification may do.
public enum Verification {
  /// It only reads.
  CHECK,
  /// It replaces what is damaged or missing by what a remote or the disk has.
  REPAIR
}
