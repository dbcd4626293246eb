package dev.tidelock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import org.junit.jupiter.api.Test;

class MemoryStateStoreTest implements StateStoreContract {
  @Override
  public StateStore freshStore() {
    return new MemoryStateStore();
  }

  @Override
  public StateStore reopen(StateStore before) {
    before.close();
    return ((MemoryStateStore) before).copy();
  }

  @Test
  void aClosedStoreIsNotUsed() {
    StateStore store = freshStore();
    store.close();

    assertThatIllegalStateException().isThrownBy(() -> store.get(Space.META, Bytes.empty()));
  }

  @Test
  void aCopyGoesItsOwnWay() {
    MemoryStateStore store = new MemoryStateStore();
    MemoryStateStore copy = store.copy();
    store.write(batch -> batch.put(Space.META, Bytes.empty(), Bytes.empty()));

    assertThat(copy.get(Space.META, Bytes.empty())).isEmpty();
  }
}
