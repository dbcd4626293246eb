package dev.tidelock.simulation.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.simulation.gate.Fault;
import dev.tidelock.simulation.gate.Gate;
import dev.tidelock.simulation.gate.SimCrash;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.testkit.StateStoreContract;
import org.junit.jupiter.api.Test;

class SimStateStoreTest implements StateStoreContract {
  private static final Bytes KEY = Bytes.utf8("key");

  private final Gate gate = new Gate("test", Trace.quiet(), () -> {});
  private StateMemory memory = new StateMemory();

  @Override
  public StateStore freshStore() {
    memory = new StateMemory();
    return new SimStateStore(memory, gate);
  }

  @Override
  public StateStore reopen(StateStore before) {
    before.close();
    return new SimStateStore(memory, gate);
  }

  @Test
  void latestWritesCanBeUndone() {
    StateStore store = freshStore();
    for (String value : new String[] {"one", "two", "three"}) {
      store.write(batch -> batch.put(Space.META, KEY, Bytes.utf8(value)));
    }

    memory.undo(2);
    assertThat(store.get(Space.META, KEY)).contains(Bytes.utf8("one"));
    assertThat(memory.undoable()).isEqualTo(1);
    memory.undo(1);
    assertThat(store.get(Space.META, KEY)).isEmpty();
  }

  @Test
  void aCopyIsApart() {
    StateStore store = freshStore();
    store.write(batch -> batch.put(Space.META, KEY, Bytes.utf8("then")));
    StateMemory copy = memory.copy();
    store.write(batch -> batch.put(Space.META, KEY, Bytes.utf8("later")));

    memory.restore(copy);

    assertThat(store.get(Space.META, KEY)).contains(Bytes.utf8("then"));
  }

  @Test
  void aCrashAtTheGateLeavesAWriteUndoneAndTheGateShut() {
    StateStore store = freshStore();
    gate.intercept(call -> {
      throw new SimCrash(SimCrash.Kind.KILL, call.toString());
    });

    assertThatExceptionOfType(SimCrash.class)
        .isThrownBy(() -> store.write(batch -> batch.put(Space.META, KEY, KEY)));
    assertThatExceptionOfType(SimCrash.class).isThrownBy(() -> store.get(Space.META, KEY));
    assertThat(memory.undoable()).isZero();
  }

  @Test
  void aFullDiskFailsAWriteWhole() {
    StateStore store = freshStore();
    gate.intercept(_ -> Fault.NO_SPACE);

    assertThatExceptionOfType(StateFailure.class)
        .isThrownBy(() -> store.write(batch -> batch.put(Space.META, KEY, KEY)))
        .satisfies(failure -> assertThat(failure.reason()).isEqualTo(StateFailure.Reason.NO_SPACE));
    assertThat(store.get(Space.META, KEY)).isEmpty();
  }
}
