package dev.tidelock.simulation.world;

import dev.tidelock.engine.history.Retention;
import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.engine.remote.Collected;
import dev.tidelock.engine.remote.CollectionOrder;
import dev.tidelock.engine.remote.CollectionOrder.Effect;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.LogRemote;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteCache;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteProjects;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Gate;
import dev.tidelock.simulation.gate.Interception;
import dev.tidelock.simulation.gate.SimCrash;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.port.BlobVault;
import dev.tidelock.simulation.port.DeflateCompression;
import dev.tidelock.simulation.port.SimBlobStore;
import dev.tidelock.simulation.port.SimClock;
import dev.tidelock.simulation.port.SimRandomness;
import dev.tidelock.simulation.port.SimStateStore;
import dev.tidelock.simulation.port.StateMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whoever collects garbage at dumb storage: a process with a memory and a clock of its own, whose
/// calls pass a gate of their own.
final class StorageKeeper {
  private static final long NOON = 1_700_000_000_000_000_000L;
  private static final long TICK_NANOS = 100_000;
  private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;
  private static final long MILLION = 1_000_000;
  private static final int PACK_BYTES = 1 << 16;

  private final BlobVault vault;
  private final Trace trace;
  private final Tape tape;
  private final SimClock clock = new SimClock("keeper", NOON);
  private final StateMemory memory = new StateMemory();
  private final EnvelopeCodec codec = new EnvelopeCodec(new DeflateCompression());
  private final List<String> events = new ArrayList<>();
  private Gate gate;

  StorageKeeper(BlobVault vault, Trace trace, Tape tape) {
    this.vault = vault;
    this.trace = trace;
    this.tape = tape;
    this.gate = gate();
  }

  private Gate gate() {
    return new Gate("keeper", trace, () -> clock.advance(TICK_NANOS));
  }

  void advance(long nanos) {
    clock.advance(nanos);
  }

  void setClock(long wrongByNanos) {
    clock.set(wrongByNanos);
  }

  void intercept(Interception interception) {
    gate.intercept(interception);
  }

  long calls() {
    return gate.calls();
  }

  List<String> events() {
    List<String> all = List.copyOf(events);
    events.clear();
    return all;
  }

  /// Collects once, in every project that is there.
  void tidy() {
    try {
      BlobStore blobs = new SimBlobStore(vault, gate, tape.fork());
      for (Genesis project : new RemoteProjects(blobs).list()) {
        collect(blobs, project);
      }
    } catch (SimCrash crash) {
      trace.add("the keeper dies: " + crash.getMessage());
      events.add("storage: a collection died");
      gate = gate();
    } catch (RemoteFailure | StateFailure failure) {
      trace.add("garbage stays: " + failure.getMessage());
      events.add("storage: a collection failed");
    }
  }

  private void collect(BlobStore blobs, Genesis project) {
    LogRemote remote =
        new LogRemote(
            blobs,
            project.id(),
            new RemoteCache(new SimStateStore(memory, gate), "storage"),
            codec,
            new SimRandomness(tape.fork()),
            PACK_BYTES);
    CollectionOrder order =
        new CollectionOrder(
            new Remote.Writer("keeper", "first", 0),
            () -> new Retention(clock.wallMillis())::keeps,
            _ -> Optional.empty(),
            clock.monotonicNanos() / MILLION,
            DAY_MILLIS,
            tape.pick(0L, 0L, DAY_MILLIS / 24, DAY_MILLIS),
            tape.chance(0.1) ? Effect.PREVIEW : Effect.REAL);
    remote.collect(order).ifPresent(this::note);
  }

  private void note(Collected collected) {
    count("objects were let go", collected.objects());
    count("packs were deleted", collected.packs());
    count("packs were condemned", collected.waitingPacks());
    count("packs were folded", collected.written());
    count("objects were too young", collected.young());
    count("entries were trimmed", collected.trimmed());
    collected.obstacle().ifPresent(_ -> events.add("storage: a collection kept everything"));
  }

  private void count(String what, long number) {
    if (number > 0) {
      events.add("storage: " + what);
    }
  }
}
