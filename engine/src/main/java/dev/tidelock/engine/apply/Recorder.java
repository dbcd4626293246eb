package dev.tidelock.engine.apply;

import dev.tidelock.engine.port.StateStore;
import java.util.List;
import java.util.function.Consumer;

/// Remembers what the disk shows.
public interface Recorder {
  /// Remembers changes that are durable on the disk, together with `more`, durably.
  void record(List<Done> done, Consumer<StateStore.Batch> more);
}
