package dev.tidelock.engine.sync;

/// Which contents a workspace's store keeps.
public enum Keeping {
  /// Contents up to the text-merge limit; larger ones stay where the disk or a remote has them.
  SMALL_CONTENTS,
  /// Every content: there is no other place that has them.
  EVERYTHING
}
