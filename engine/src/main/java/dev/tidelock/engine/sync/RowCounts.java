package dev.tidelock.engine.sync;

/// How many rows differ between two states.
///
/// @param added rows that only the later one has
/// @param modified rows that both have, with other values
/// @param deleted rows that only the earlier one has
public record RowCounts(long added, long modified, long deleted) {
  /// None.
  public static final RowCounts NONE = new RowCounts(0, 0, 0);

  /// These and others.
  public RowCounts plus(RowCounts more) {
    return new RowCounts(added + more.added, modified + more.modified, deleted + more.deleted);
  }

  /// All of them.
  public long all() {
    return added + modified + deleted;
  }
}
