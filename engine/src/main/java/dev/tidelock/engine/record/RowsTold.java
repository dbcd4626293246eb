package dev.tidelock.engine.record;

/// Told how many rows of a table were read or written. Called often; must be quick.
@FunctionalInterface
public interface RowsTold {
  /// Tells nobody.
  RowsTold NOBODY = (_, _) -> {};

  /// So many more rows are done.
  ///
  /// @param table the table, with the name of its database
  /// @param more how many rows
  void rows(String table, long more);
}
