package dev.tidelock.core.record;

import dev.tidelock.core.MalformedException;

/// A row that no database shows, because it cannot stand together with the others. Whoever edits,
/// deletes or resolves it ends that.
///
/// @param row the row
/// @param constraint what it violates
/// @param detail which one: the columns of a unique constraint or of a foreign key, for people; at
///   most 255 characters
public record RefusedRow(Row row, Constraint constraint, String detail) implements RowEntry {
  private static final int MAX_DETAIL = 255;

  public RefusedRow {
    if (detail.length() > MAX_DETAIL) {
      throw new MalformedException("a refused row's detail has at most 255 characters");
    }
  }

  @Override
  public boolean sameAs(RowEntry other) {
    return other instanceof RefusedRow that
        && row.sameAs(that.row)
        && constraint == that.constraint
        && detail.equals(that.detail);
  }

  /// What a row can violate together with others. The code is part of the format.
  public enum Constraint {
    /// Another row has the value.
    UNIQUE(1),
    /// The row that it refers to is not there.
    FOREIGN_KEY(2);

    private final int code;

    Constraint(int code) {
      this.code = code;
    }

    /// The number that stands for this constraint in a table's map.
    public int code() {
      return code;
    }
  }
}
