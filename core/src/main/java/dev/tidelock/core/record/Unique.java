package dev.tidelock.core.record;

import dev.tidelock.core.MalformedException;
import java.util.List;

/// A constraint that no two rows agree in all of some columns, NULL agreeing with nothing.
///
/// @param columns the columns and how each is compared, at least one
public record Unique(List<KeyColumn> columns) {
  public Unique {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new MalformedException("a unique constraint has a column");
    }
  }
}
