package dev.tidelock.engine.sync;

/// Rows that a preview says a sync would change.
///
/// @param where on which side
/// @param database the name of their database
/// @param table the name of their table
/// @param rows how many
public record PlannedRows(
    PlannedAction.Where where, String database, String table, RowCounts rows) {
  static PlannedRows of(PlannedAction.Where where, TableDiff table) {
    return new PlannedRows(where, table.database(), table.name(), table.counts());
  }
}
