package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Changes that are written down before they are performed, so that what they depend on can be read
/// meanwhile.
final class PendingBatch implements StateStore.Batch {
  private final List<Consumer<StateStore.Batch>> changes = new ArrayList<>();

  @Override
  public void put(Space space, Bytes key, Bytes value) {
    changes.add(batch -> batch.put(space, key, value));
  }

  @Override
  public void delete(Space space, Bytes key) {
    changes.add(batch -> batch.delete(space, key));
  }

  @Override
  public void deleteRange(Space space, Bytes from, Bytes to) {
    changes.add(batch -> batch.deleteRange(space, from, to));
  }

  /// Performs the changes in `batch`, in order.
  void replay(StateStore.Batch batch) {
    changes.forEach(change -> change.accept(batch));
  }
}
