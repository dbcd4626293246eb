package dev.tidelock.engine.port;

/// The spaces of a [StateStore]. The code is part of the stored format; codes are never reused.
public enum Space {
  /// Single values: heads, sequence, guard.
  META(1),
  /// What the disk shows, by directory and name.
  SHOWN(2),
  /// Where each local object lies.
  OBJECTS(3),
  /// Which path shows a large content, by content.
  LARGE(4),
  /// What is about to be done to the disk.
  INTENTS(5),
  /// What was displaced, and from where.
  TRASH(6),
  /// What is known of each remote.
  REMOTES(7),
  /// Sets of changes that the mass-change guard holds back, by hash.
  HELD(8),
  /// Which path showed an inode last.
  INODES(9),
  /// The syncs that were run, newest last.
  RUNS(10);

  private final int code;

  Space(int code) {
    this.code = code;
  }

  /// The number that stands for this space on disk.
  public int code() {
    return code;
  }
}
