package dev.tidelock.engine.sync;

import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.object.ObjectId;

/// A commit and its name.
///
/// @param id its name
/// @param commit the commit
public record LogEntry(ObjectId id, Commit commit) {}
