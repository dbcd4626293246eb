package dev.tidelock.core.record.merge;

import dev.tidelock.core.Bytes;

/// Something that a merge did with one row.
///
/// @param kind what
/// @param key the row's key
public record RowNote(Kind kind, Bytes key) {
  /// What a merge can do with a row that both sides changed.
  public enum Kind {
    /// Different columns were changed, or a resolver decided: one row of both.
    MERGED,
    /// One side's row, or one side's value of a column, was taken because a rule said so.
    DECIDED,
    /// One side edited what the other deleted; the edit stayed.
    EDIT_SURVIVED,
    /// One side deleted what the other edited; the rule said that it go.
    DELETE_STOOD,
    /// It became a conflict.
    OPENED
  }
}
