package dev.tidelock.engine.sync;

import java.util.List;

/// A table of a database whose rows have integer keys under which the project has other rows.
///
/// Nothing says that two rows which were made apart under one number are the same thing, so that
/// each of them would be a conflict.
///
/// @param table the table's name
/// @param rows how many rows
/// @param examples the keys of some of them, for people
public record Collision(String table, long rows, List<String> examples) {
  public Collision {
    examples = List.copyOf(examples);
  }

  /// What becomes of such rows when a table of the project is to be synced with one here.
  public enum Handling {
    /// Nothing is synced, and nothing changes.
    REFUSE,
    /// They become conflicts with the next sync.
    CONFLICTS
  }
}
