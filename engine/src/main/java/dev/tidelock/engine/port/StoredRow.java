package dev.tidelock.engine.port;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Value;
import java.util.List;
import java.util.Optional;

/// A row as a database has it, or that it has none of a key.
///
/// @param key its key in the table's map
/// @param time when it was last noted as changed, in milliseconds since 1970 by the clock of
///   whoever wrote it; 0 if that is not known
/// @param values what it holds, in the order of [dev.tidelock.core.record.RowShape#columns], longer
///   ones as [Value.Large]; nothing if there is no such row
public record StoredRow(Bytes key, long time, Optional<List<Value>> values) {
  public StoredRow {
    values = values.map(List::copyOf);
  }
}
