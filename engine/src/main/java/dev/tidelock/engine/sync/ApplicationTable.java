package dev.tidelock.engine.sync;

import dev.tidelock.engine.port.FoundTable;
import java.util.Optional;

/// A table of a database, as it is before it is synced.
///
/// @param name its name
/// @param refusal why it cannot be synced, if it cannot
/// @param key what names its rows
public record ApplicationTable(String name, Optional<FoundTable.Refusal> refusal, Key key) {
  /// What names the rows of a table.
  public enum Key {
    /// One integer: rows that two devices make apart may get the same one.
    INTEGER,
    /// Anything else.
    OTHER
  }
}
