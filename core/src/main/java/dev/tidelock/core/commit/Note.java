package dev.tidelock.core.commit;

import dev.tidelock.core.name.TreePath;

/// Something that a merge decided without asking.
///
/// @param kind what was decided
/// @param path what about, in the merged tree
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
    CONTENT_MERGED(7);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /// The number that stands for this kind in a commit.
    public int code() {
      return code;
    }
  }
}
