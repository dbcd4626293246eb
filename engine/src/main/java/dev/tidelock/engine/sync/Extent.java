package dev.tidelock.engine.sync;

/// How much of a project a sync is about, and what counts here. Which tables is another question:
/// see [TableChoice].
public enum Extent {
  /// Files and rows.
  EVERYTHING,
  /// Rows alone. Files are not looked at, and those that come in are left to the next sync.
  ROWS,
  /// Rows alone, as the project has them: what databases have otherwise is written over, whatever a
  /// guard would say of it.
  ROWS_OF_PROJECT
}
