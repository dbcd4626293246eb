package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A row as it was read, before long values have names.
///
/// @param key its key
/// @param keyValues the values that it is made of
/// @param time when it was noted; 0 if it was not
/// @param values what it holds, if there is such a row
/// @param huge the values among them that were left out for their size, by place
record RawRow(
    Bytes key,
    List<Value> keyValues,
    long time,
    Optional<List<Value>> values,
    Map<Integer, Huge> huge) {
  /// A value that is too long to be read at once.
  ///
  /// @param type what it is
  /// @param size its length in bytes
  record Huge(Value.LargeType type, long size) {}
}
