package dev.tidelock.engine.sync;

import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import java.util.Optional;

/// How a table differs between two states.
///
/// @param id the table
/// @param before what it was, if it was there
/// @param after what it is, if it is there
/// @param added how many rows are new
/// @param modified how many have another value
/// @param deleted how many are gone
public record TableDiff(
    TableId id,
    Optional<Table> before,
    Optional<Table> after,
    long added,
    long modified,
    long deleted) {
  /// How many rows differ, by how.
  public RowCounts counts() {
    return new RowCounts(added, modified, deleted);
  }

  /// How many rows differ.
  public long rows() {
    return added + modified + deleted;
  }

  /// The name of its database.
  public String database() {
    return after.or(() -> before).orElseThrow().database();
  }

  /// Its name.
  public String name() {
    return after.or(() -> before).orElseThrow().name();
  }
}
