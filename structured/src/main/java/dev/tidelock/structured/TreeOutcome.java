package dev.tidelock.structured;

/// What merging three trees gave.
sealed interface TreeOutcome {
  /// One tree.
  ///
  /// @param guessed whether items of a list were paired by position alone, so that somebody else
  ///   has to come to the same tree before it is believed
  record Agreed(MergedNode root, boolean guessed) implements TreeOutcome {}

  /// Something was changed differently on the two sides.
  record Clashing(String reason) implements TreeOutcome {}
}
