package dev.tidelock.engine.sync;

import dev.tidelock.core.record.Value;
import java.util.Optional;
import java.util.SequencedMap;

/// How one row differs between two states.
///
/// @param database the name of its database
/// @param table the name of its table
/// @param key its key, for people
/// @param before what the earlier state has
/// @param after what the later state has
public record RowDiff(
    String database, String table, String key, Optional<Version> before, Optional<Version> after) {
  /// A row in one state.
  ///
  /// @param fields the values by the names of columns, in the order of the table; of a conflict
  ///   those of its first version
  /// @param versions how many versions are wanted: one, but for a conflict
  public record Version(SequencedMap<String, Value> fields, int versions) {}
}
