package dev.tidelock.engine.sync;

import dev.tidelock.core.object.ObjectId;

/// A state that can be compared.
public sealed interface Revision {
  /// The state of a commit.
  ///
  /// @param commit the commit
  record Of(ObjectId commit) implements Revision {}

  /// What the disk shows now.
  record Disk() implements Revision {}

  /// The state that holds nothing.
  record Nothing() implements Revision {}
}
