package dev.tidelock.core.merge;

/// Which of the two sides of a merge.
enum Which {
  /// The side that wins structural clashes: the remote's head, or the target branch.
  FIRST,
  /// The side of this device, or of the branch that is merged in.
  SECOND;

  Which other() {
    return this == FIRST ? SECOND : FIRST;
  }
}
