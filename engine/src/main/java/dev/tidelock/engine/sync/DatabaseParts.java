package dev.tidelock.engine.sync;

import dev.tidelock.core.record.merge.RecordRules;
import dev.tidelock.engine.port.DatabaseImages;
import dev.tidelock.engine.port.Databases;

/// How a workspace deals with databases.
///
/// @param images the databases among its files, as files
/// @param applications the databases of applications, of which tables are synced
/// @param rules how rows that both sides changed are decided where nothing else is said
public record DatabaseParts(DatabaseImages images, Databases applications, RecordRules rules) {
  /// A workspace that knows of no databases.
  public static final DatabaseParts NONE = of(Databases.NONE);

  /// Databases of applications, with rows decided as usual, and none among the files.
  public static DatabaseParts of(Databases applications) {
    return new DatabaseParts(DatabaseImages.NONE, applications, RecordRules.USUAL);
  }
}
