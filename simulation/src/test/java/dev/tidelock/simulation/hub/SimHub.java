package dev.tidelock.simulation.hub;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.generators.Tape;
import dev.tidelock.hub.care.Backup;
import dev.tidelock.hub.object.Blobs;
import dev.tidelock.hub.report.Freed;
import dev.tidelock.hub.store.Account;
import dev.tidelock.hub.store.Scope;
import dev.tidelock.hub.store.StoreFailure;
import dev.tidelock.hub.store.Token;
import dev.tidelock.simulation.gate.Gate;
import dev.tidelock.simulation.gate.Interception;
import dev.tidelock.simulation.gate.SimCrash;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.port.BlobVault;
import dev.tidelock.simulation.port.DeflateCompression;
import dev.tidelock.simulation.port.SimBlobStore;
import dev.tidelock.simulation.port.SimClock;
import dev.tidelock.simulation.port.SimRandomness;
import dev.tidelock.simulation.world.Site;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A hub as a place of the simulation: what it keeps, and the process that serves it, if one runs.
///
/// Everything that the process does to its memory and its packs passes a gate of its own, where it
/// may die, fail, or let something else happen first. Then it starts again on what was durable.
public final class SimHub implements Site {
  /// What all devices sign their requests with.
  static final String SECRET = "tlk_simulated";

  private static final long NOON = 1_700_000_000_000_000_000L;
  private static final long TICK_NANOS = 100_000;
  private static final long FOR_EVER = Long.MAX_VALUE / 4;
  private static final double LATE_ONES = 0.3;
  private static final int FIRST_ERROR = 400;

  private final SimClock clock = new SimClock("hub", NOON);
  private final EnvelopeCodec codec = new EnvelopeCodec(new DeflateCompression());
  private final Trace trace;
  private final Tape tape;
  private final MemoryRecords records = new MemoryRecords();
  private final BlobVault packs = new BlobVault();
  private final Deque<Exchange> late = new ArrayDeque<>();
  private final List<String> events = new ArrayList<>();
  private Gate gate;
  private @Nullable HubProcess process;
  private MemoryRecords keptRecords;
  private BlobVault keptPacks = new BlobVault();

  /// Whether a bit was ever turned, so that the tables may tell of damage.
  private boolean turned;

  /// Whether a backup came back whose tables may tell of damage that its files do not have.
  private boolean doubtful;

  /// @param trace takes each call of its process
  /// @param tape decides what is left open
  public SimHub(Trace trace, Tape tape) {
    this.trace = trace;
    this.tape = tape;
    this.gate = gate();
    Account account = new Account("somebody", "somebody@example.org", false, false);
    Token token =
        new Token("token", account.id(), "all", Scope.WRITE, "", "", 0, FOR_EVER, FOR_EVER, false);
    records.write(tables -> {
      tables.tokens().add(token, ObjectIdentity.sha256(Bytes.utf8(SECRET)));
      return tables.accounts().add(account, "", 0);
    });
    keptRecords = records.copy();
  }

  private Gate gate() {
    return new Gate("hub", trace, () -> clock.advance(TICK_NANOS));
  }

  @Override
  public String name() {
    return "hub";
  }

  @Override
  public Kind kind() {
    return Kind.HUB;
  }

  @Override
  public Link link(Gate device, Tape damage) {
    return new HubLink(name(), new SimTransport(this, device, damage));
  }

  /// Lets a request arrive, and those that were held up on their way, as it comes.
  ///
  /// @return whether the process lived to answer it
  boolean serve(Exchange exchange) {
    if (!late.isEmpty() && tape.chance(LATE_ONES)) {
      answerLate();
    }
    return answer(exchange);
  }

  /// Something happened on the way here.
  void saw(String event) {
    events.add(event);
  }

  /// Lets a request arrive some other time.
  void hold(Exchange exchange) {
    late.add(exchange);
  }

  private void answerLate() {
    events.add("hub: a request arrived late");
    answer(late.remove());
  }

  private boolean answer(Exchange exchange) {
    try {
      running().answer(exchange);
      if (exchange.status() >= FIRST_ERROR) {
        events.add("hub: answered " + exchange.status());
      }
    } catch (SimCrash crash) {
      trace.add("the hub dies: " + crash.getMessage());
    }
    return survives();
  }

  /// The process that serves, started if there is none.
  private HubProcess running() {
    if (process == null) {
      process =
          new HubProcess(
              new SimRecords(records, gate),
              new SimBlobStore(packs, gate, tape.fork()),
              codec,
              new SimRandomness(tape.fork()),
              clock);
    }
    return process;
  }

  private void stop() {
    gate.shut();
    gate = gate();
    if (process != null) {
      process.close();
      process = null;
    }
  }

  @Override
  public void advance(long nanos) {
    clock.advance(nanos);
  }

  @Override
  public void setClock(long wrongByNanos) {
    clock.set(wrongByNanos);
  }

  @Override
  public long changes() {
    return packs.changes() + records.moves();
  }

  @Override
  public void takeBackup() {
    MemoryRecords snapshot = records.copy();
    BlobVault copies = new BlobVault();
    try (Blobs from = blobs(packs.sound());
        Blobs to = blobs(copies)) {
      new Backup(from, to)
          .copy(snapshot.read(tables -> tables.packs().all()))
          .ifPresent(copied -> {
            keptRecords = snapshot;
            keptPacks = copies;
          });
    } catch (RemoteFailure damaged) {
      trace.add("no backup of the hub: " + damaged.getMessage());
    }
  }

  private Blobs blobs(BlobVault vault) {
    Gate calm = gate();
    return new Blobs(() -> new SimBlobStore(vault, calm, tape.fork()), new CallingThread());
  }

  @Override
  public void restoreBackup() {
    stop();
    late.clear();
    records.restore(keptRecords);
    packs.restore(keptPacks);
    doubtful = turned;
  }

  @Override
  public Optional<String> flipBit(int choice) {
    Optional<String> hit = packs.flipBit(choice);
    turned |= hit.isPresent();
    return hit;
  }

  @Override
  public void healBits() {
    if (packs.healBits() || doubtful) {
      doubtful = false;
      // Whoever brings files back lets the hub look at them.
      gate.intercept(Interception.CALM);
      running().check();
    }
  }

  @Override
  public void intercept(Interception interception) {
    gate.intercept(interception);
  }

  @Override
  public long calls() {
    return gate.calls();
  }

  @Override
  public void settle() {
    gate.intercept(Interception.CALM);
    while (!late.isEmpty()) {
      answerLate();
    }
  }

  @Override
  public void tidy() {
    try {
      Freed freed = running().collectGarbage();
      if (freed.objects() > 0) {
        events.add("hub: garbage was freed");
      }
      if (freed.packs() > 0) {
        events.add("hub: packs were rewritten or dropped");
      }
    } catch (SimCrash crash) {
      trace.add("the hub dies: " + crash.getMessage());
    } catch (RemoteFailure | StoreFailure failure) {
      trace.add("garbage stays: " + failure.getMessage());
    }
    survives();
  }

  private boolean survives() {
    boolean dead = gate.isShut();
    if (dead) {
      events.add("hub: died");
      stop();
    }
    return !dead;
  }

  @Override
  public List<String> events() {
    List<String> all = List.copyOf(events);
    events.clear();
    return all;
  }

  @Override
  public List<String> verify() {
    return running().check();
  }
}
