package dev.tidelock.engine.sync;

import dev.tidelock.engine.record.Attachment;

/// Keeps what a database holds, before a sync writes over it.
@FunctionalInterface
public interface Safekeeping {
  /// Keeps nothing: for a sync that writes over nothing.
  Safekeeping NONE = _ -> {};

  /// Keeps a database as it is now. Called after it was looked at and before it is written: what
  /// its application wrote before the look is kept, and what it writes later is not written over.
  /// If this fails, the database is not written.
  void keep(Attachment database);
}
