package dev.tidelock.core.commit;

import dev.tidelock.core.name.TreePath;

/// Something that a merge decided without asking.
///
/// @param kind what was decided
/// @param path what about, in the merged tree; the root where it is about rows
/// @param detail what did not come to be: the other name, the deletion that an edit outlived
public record Note(Kind kind, TreePath path, String detail) {
  /// What a merge can decide without asking. The code is part of the format.
  public enum Kind {
    /// One side edited what the other deleted; the edit stayed.
    EDIT_SURVIVED(1),
    /// One side moved what the other deleted; it stayed, at its new place.
    RENAME_SURVIVED(2),
    /// Both sides moved the same thing; the first parent's place was taken.
    RENAME_DECIDED(3),
    /// A move would have put a directory into itself; it was dropped.
    CYCLE_DROPPED(4),
    /// A file had to give way to a directory and got another name.
    NAME_GIVEN(5),
    /// A side was taken because a strategy said so.
    STRATEGY_APPLIED(6),
    /// Two versions were merged line by line or field by field.
    CONTENT_MERGED(7),
    /// Rows that both sides changed were merged by field.
    ROWS_MERGED(8),
    /// Of rows that both sides changed, one side's or one side's values were taken.
    ROWS_DECIDED(9),
    /// One side edited rows that the other deleted; the edits stayed.
    ROWS_SURVIVED(10),
    /// One side deleted rows that the other edited; they went, as a rule said so.
    ROWS_DELETED(11),
    /// Rows cannot stand beside others; they are kept and not shown.
    ROWS_REFUSED(12),
    /// Rows that could not stand beside others can again.
    ROWS_RETURNED(13),
    /// Rows were deleted while others came to refer to them; they stayed.
    ROWS_RESTORED(14),
    /// Both sides changed one thing of a table's schema differently; one was taken.
    SCHEMA_DECIDED(15);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /// Whether it is about the rows of a table. Then the path is the root, and the detail begins
    /// with how many, ` of ` and the names of database and table with a dot between.
    public boolean isOfRows() {
      return code >= ROWS_MERGED.code;
    }

    /// The number that stands for this kind in a commit.
    public int code() {
      return code;
    }
  }
}
