package dev.tidelock.engine.sync;

import dev.tidelock.core.object.ObjectId;
import java.util.List;

/// The history of a table or a row, as far as it is kept here.
///
/// @param entries the commits that changed it, newest first
/// @param unknown the commits among and between them of which it is not kept here what they held
public record RowLog(List<LogEntry> entries, List<ObjectId> unknown) {
  public RowLog {
    entries = List.copyOf(entries);
    unknown = List.copyOf(unknown);
  }
}
