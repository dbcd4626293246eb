package dev.tidelock.core.record;

import dev.tidelock.core.MalformedException;
import java.util.Optional;

/// One column of a table.
///
/// @param id its name that outlives renames
/// @param name its name, 1 to 255 characters
/// @param type its declared type as written, at most 255 characters; may be empty
/// @param collation which texts it takes for equal
/// @param nullability whether it may hold NULL
/// @param standard its default, if it is a literal; NULL if none was declared. Nothing where it is
///   an expression, which only the application can make
public record Column(
    ColumnId id,
    String name,
    String type,
    Collation collation,
    Nullability nullability,
    Optional<Value> standard) {
  private static final int MAX_TEXT = 255;

  public Column {
    if (name.isEmpty() || name.length() > MAX_TEXT || type.length() > MAX_TEXT) {
      throw new MalformedException("a column's name has 1 to 255 characters, its type at most 255");
    }
    if (standard.isPresent() && standard.get() instanceof Value.Large) {
      throw new MalformedException("a column's default stands in its schema");
    }
  }

  /// Whether a column may hold NULL. The code is part of the format.
  public enum Nullability {
    /// It may.
    NULLABLE(0),
    /// It may not.
    NOT_NULL(1);

    private final int code;

    Nullability(int code) {
      this.code = code;
    }

    /// The number that stands for this in a schema.
    public int code() {
      return code;
    }
  }

  /// This column under another id.
  public Column withId(ColumnId newId) {
    return new Column(newId, name, type, collation, nullability, standard);
  }

  /// Whether it may hold a value, which is NULL or is not.
  public boolean mayHold(Value value) {
    return nullability == Nullability.NULLABLE || !value.equals(Value.NULL);
  }

  /// This column with another default.
  public Column withStandard(Optional<Value> other) {
    return new Column(id, name, type, collation, nullability, other);
  }

  /// What SQLite makes of values that are stored in this column.
  public Affinity affinity() {
    return Affinity.ofType(type);
  }
}
