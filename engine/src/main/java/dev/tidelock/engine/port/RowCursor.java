package dev.tidelock.engine.port;

import java.util.Iterator;

/// Rows of a snapshot, strictly ascending by key, read as they are asked for; in memory are a few.
public interface RowCursor extends Iterator<StoredRow>, AutoCloseable {
  /// How many rows were passed over so far because nothing names them: NULL in the key, or a key of
  /// more than a mebibyte.
  long nameless();

  @Override
  void close();
}
