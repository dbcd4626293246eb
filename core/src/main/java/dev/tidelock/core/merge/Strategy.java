package dev.tidelock.core.merge;

/// How a path that both sides changed is decided.
public enum Strategy {
  /// Merge the contents; where that is not possible, keep both as a conflict.
  MERGE,
  /// Take this device's side.
  LOCAL,
  /// Take the other side.
  REMOTE,
  /// Take the side that was changed later, by hybrid logical time; device ids break ties.
  NEWEST,
  /// Never decide: keep both as a conflict.
  MANUAL
}
