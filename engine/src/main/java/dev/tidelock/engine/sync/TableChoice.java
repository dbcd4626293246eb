package dev.tidelock.engine.sync;

/// Which tables a sync is about. Others stay as they are, here and in the project.
@FunctionalInterface
public interface TableChoice {
  /// All that are synced here.
  TableChoice ALL = (_, _) -> true;

  /// Whether a table is chosen.
  ///
  /// @param database the name of its database in the project
  /// @param table its name
  boolean includes(String database, String table);
}
