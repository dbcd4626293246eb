package dev.tidelock.engine.sync;

/// Which way a sync goes.
public enum Direction {
  /// What is here goes out; the disk is not touched.
  UP,
  /// What is there comes in; nothing is sent.
  DOWN,
  /// Both.
  BOTH
}
