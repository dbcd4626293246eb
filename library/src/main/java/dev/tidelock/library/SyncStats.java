package dev.tidelock.library;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a synced database stands, in numbers.
///
/// @param recordsByTable how many rows the project has of each synced table
/// @param pendingRecords how many rows are otherwise here than, as far as is known, at the remote
/// @param pendingOperations how many operations wait to be tried again
/// @param conflictsOpen how many rows and files are in conflict
/// @param conflictsResolved how many were merged or decided in the operations of the history
/// @param lastSync when an operation last ended well
/// @param history the newest operations, newest first
public record SyncStats(
    Map<String, Long> recordsByTable,
    long pendingRecords,
    int pendingOperations,
    long conflictsOpen,
    long conflictsResolved,
    Optional<Instant> lastSync,
    List<HistoryEntry> history) {
  public SyncStats {
    recordsByTable = Map.copyOf(recordsByTable);
    history = List.copyOf(history);
  }

  /// How many rows the project has of all synced tables.
  public long totalRecords() {
    return recordsByTable.values().stream().mapToLong(Long::longValue).sum();
  }
}
