package dev.tidelock.core.record.merge;

import dev.tidelock.core.Bytes;

/// Something that a merge, or the constraints of a table after it, did with one row.
///
/// @param kind what
/// @param key the row's key
public record RowNote(Kind kind, Bytes key) {
  /// What can be done with a row.
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
    OPENED,
    /// It cannot stand beside the others, and is kept without being shown.
    REFUSED,
    /// What it could not stand beside is gone: it is shown again.
    RETURNED,
    /// One side deleted it while the other made a row that refers to it; it stayed.
    PARENT_STAYED
  }
}
