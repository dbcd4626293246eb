package dev.tidelock.core.content;

import dev.tidelock.core.Bytes;

/// Merges the bytes of one file changed on two sides.
///
/// Implementations are pure and total: every input gives an outcome in bounded time and memory, and
/// the same input gives the same outcome on every device. They keep three laws: sides that are
/// equal merge to themselves, a side equal to the base gives way to the other one, and whether a
/// merge succeeds does not depend on which side is called first. Safe for use by any thread.
public interface ContentMerger {
  /// Merges what `first` and `second` each changed since `base`, which is empty if there was none.
  MergeOutcome merge(Bytes base, Bytes first, Bytes second);
}
