package dev.tidelock.core.record;

import dev.tidelock.core.MalformedException;
import java.util.List;

/// A constraint that some columns name a row of a table, unless one is NULL. The parent is named as
/// SQLite names it, because it need not be tracked.
///
/// @param columns the columns, at least one
/// @param parent the name of the table that they refer to, in the same database
/// @param parentColumns the names of its columns, as many; none for its primary key
/// @param onDelete what happens to a row whose parent is deleted
/// @param onUpdate what happens to a row whose parent's columns change
/// @param check when it is checked
public record ForeignKey(
    List<ColumnId> columns,
    String parent,
    List<String> parentColumns,
    Action onDelete,
    Action onUpdate,
    Check check) {
  public ForeignKey {
    columns = List.copyOf(columns);
    parentColumns = List.copyOf(parentColumns);
    boolean paired = parentColumns.isEmpty() || parentColumns.size() == columns.size();
    if (columns.isEmpty() || !paired || parent.isEmpty()) {
      throw new MalformedException("a foreign key pairs its columns with those of its parent");
    }
  }

  /// What happens to a row when its parent goes. The code is part of the format.
  public enum Action {
    /// The change of the parent fails in the end.
    NO_ACTION(0),
    /// The change of the parent fails at once.
    RESTRICT(1),
    /// Its columns become NULL.
    SET_NULL(2),
    /// Its columns get their defaults.
    SET_DEFAULT(3),
    /// It goes along.
    CASCADE(4);

    private final int code;

    Action(int code) {
      this.code = code;
    }

    /// The number that stands for this action in a schema.
    public int code() {
      return code;
    }
  }

  /// When a foreign key is checked. The code is part of the format.
  public enum Check {
    /// After each statement.
    IMMEDIATE(0),
    /// At the end of a transaction.
    DEFERRED(1);

    private final int code;

    Check(int code) {
      this.code = code;
    }

    /// The number that stands for this in a schema.
    public int code() {
      return code;
    }
  }
}
