package dev.tidelock.core.record.merge;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Value;
import java.util.NavigableMap;
import java.util.Optional;

/// An application's own decision of a row that both sides changed. A pure function of its argument;
/// its result is computed once, by the device that merges, and committed. If it throws, the row is
/// in conflict.
@FunctionalInterface
public interface RowFunction {
  /// All columns of the row, or nothing if the application leaves it in conflict.
  Optional<NavigableMap<ColumnId, Value>> resolve(Dispute dispute);

  /// A row that both sides changed differently.
  ///
  /// @param key its key
  /// @param base the row that both were changed from, if there was one
  /// @param first the first side's: the remote's, or the target branch's
  /// @param second the second side's: this device's
  record Dispute(Bytes key, Optional<Version> base, Version first, Version second) {}

  /// One version of a row.
  ///
  /// @param values the columns that it knows, the key's among them
  /// @param stamp when and where it was written
  record Version(NavigableMap<ColumnId, Value> values, Stamp stamp) {}
}
