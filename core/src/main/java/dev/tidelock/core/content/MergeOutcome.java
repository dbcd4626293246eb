package dev.tidelock.core.content;

import dev.tidelock.core.Bytes;

/// What became of a three-way merge.
public sealed interface MergeOutcome {
  /// Both changes are in `content`.
  record Merged(Bytes content) implements MergeOutcome {}

  /// The changes cannot both be kept without asking.
  ///
  /// @param reason why, as a short phrase for people
  record Conflicting(String reason) implements MergeOutcome {}
}
