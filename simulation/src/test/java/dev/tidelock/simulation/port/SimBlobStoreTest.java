package dev.tidelock.simulation.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Fault;
import dev.tidelock.simulation.gate.Gate;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.testkit.BlobStoreContract;
import org.junit.jupiter.api.Test;

class SimBlobStoreTest implements BlobStoreContract {
  private static final Bytes CONTENT = Bytes.utf8("content");

  private final Gate gate = new Gate("test", Trace.quiet(), () -> {});
  private final BlobVault vault = new BlobVault();
  private final BlobStore store = new SimBlobStore(vault, gate, Tape.of(1));

  @Override
  public BlobStore freshStore() {
    return store;
  }

  @Override
  public BlobStore another(BlobStore any) {
    Gate own = new Gate("other", Trace.quiet(), () -> {});
    return new SimBlobStore(vault, own, Tape.of(2));
  }

  @Test
  void aLostReplyIsAFailureAfterTheFact() {
    gate.intercept(_ -> Fault.LOST_REPLY);

    assertThatExceptionOfType(RemoteFailure.class)
        .isThrownBy(() -> store.create("a", CONTENT))
        .satisfies(
            failure -> assertThat(failure.reason()).isEqualTo(RemoteFailure.Reason.UNREACHABLE));
    assertThat(vault.size()).isEqualTo(1);
  }

  @Test
  void anUnreachableStoreTakesNothing() {
    gate.intercept(_ -> Fault.UNREACHABLE);

    assertThatExceptionOfType(RemoteFailure.class).isThrownBy(() -> store.create("a", CONTENT));
    assertThat(vault.size()).isZero();
  }

  @Test
  void answersAreCutShortOrDamagedOnTheWay() {
    store.create("a", CONTENT);

    gate.intercept(_ -> Fault.SHORT);
    assertThat(store.read("a").orElseThrow().size()).isLessThan(CONTENT.size());
    gate.intercept(_ -> Fault.FLIPPED);
    assertThat(store.read("a").orElseThrow()).isNotEqualTo(CONTENT);
    gate.intercept(_ -> Fault.NONE);
    assertThat(store.read("a")).contains(CONTENT);
  }

  @Test
  void aBitThatTurnedAtRestIsHealed() {
    store.create("a", CONTENT);

    assertThat(vault.flipBit(7)).contains("a");
    assertThat(store.read("a").orElseThrow()).isNotEqualTo(CONTENT);
    vault.healBits();
    assertThat(store.read("a")).contains(CONTENT);
  }

  @Test
  void aBackupComesBack() {
    store.create("a", CONTENT);
    vault.takeBackup();
    store.create("b", CONTENT);
    store.delete("a");

    vault.restoreBackup();

    assertThat(store.list("")).containsExactly("a");
  }
}
