package dev.tidelock.engine.sync;

import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.port.FoundTable;
import dev.tidelock.engine.port.TrackedTable;
import java.util.List;
import java.util.Optional;

/// How a database of the project, or one that is attached here, stands.
///
/// @param name its name in the project
/// @param file where it lies here, if it is attached
/// @param tables the tables that are synced here or that the project has
/// @param untracked the tables of the application's that are not synced, those that cannot be with
///   the reason
/// @param problem why it cannot be looked at, if it cannot
public record DatabaseStatus(
    String name,
    Optional<String> file,
    List<SyncedTable> tables,
    List<FoundTable> untracked,
    Optional<String> problem) {
  public DatabaseStatus {
    tables = List.copyOf(tables);
    untracked = List.copyOf(untracked);
  }

  /// A table.
  ///
  /// @param id its id
  /// @param name its name
  /// @param rows how many rows the project has of it, conflicts included
  /// @param conflicts how many of them are in conflict
  /// @param state what is known of it here; nothing if it is not synced here
  public record SyncedTable(
      TableId id, String name, long rows, long conflicts, Optional<TrackedTable.State> state) {}
}
