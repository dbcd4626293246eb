package dev.tidelock.engine.port;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Value;
import java.util.Iterator;

/// Where values lie that are too long for a row: the engine's side of what a database reads and
/// writes.
public interface LargeValues {
  /// Takes the bytes of a value that was read, and names them.
  ///
  /// @param size how many there are, more than [Value#INLINE_LIMIT]
  /// @param pieces them in order, in pieces of any size that fit in memory; read to their end
  ///   before this returns
  Value.Large keep(Value.LargeType type, long size, Iterator<Bytes> pieces);

  /// The bytes of a value that is to be written, in order, in pieces of at most a mebibyte.
  Iterator<Bytes> pieces(Value.Large value);
}
