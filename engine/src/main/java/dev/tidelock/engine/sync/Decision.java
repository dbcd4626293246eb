package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.tree.TermKey;

/// How a person, or a strategy, resolves a conflict.
public sealed interface Decision {
  /// One of its values stays.
  ///
  /// @param term which
  record TakeTerm(TermKey term) implements Decision {}

  /// A new value takes its place.
  ///
  /// @param content its bytes
  record UseBytes(Bytes content) implements Decision {}

  /// Nothing stays there.
  record Remove() implements Decision {}
}
