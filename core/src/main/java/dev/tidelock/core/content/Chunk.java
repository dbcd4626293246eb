package dev.tidelock.core.content;

/// A piece of a three-way alignment: the same place in the base and on both sides.
///
/// @param change who changed it
public record Chunk(Change change, Range base, Range first, Range second) {
  /// Who changed a piece of the base.
  public enum Change {
    /// Nobody: the three ranges hold the same elements.
    NONE,
    /// Only the first side; the second range holds the base's elements.
    FIRST,
    /// Only the second side; the first range holds the base's elements.
    SECOND,
    /// Both sides, equally or not.
    BOTH
  }
}
