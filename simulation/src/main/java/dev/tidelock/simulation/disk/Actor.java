package dev.tidelock.simulation.disk;

/// Who changes a disk.
enum Actor {
  /// The program under test, through its port.
  ENGINE,
  /// The user, with any program of his.
  USER
}
