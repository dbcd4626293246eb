package dev.tidelock.simulation.hostile;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Gate;
import dev.tidelock.simulation.gate.Interception;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.hub.HubLink;
import dev.tidelock.simulation.world.Liar;
import dev.tidelock.simulation.world.Site;
import dev.tidelock.simulation.world.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A place with somebody who lies there: a device with a right to push.
public final class HostileSite implements Site {
  private static final String DEVICE = "DEVICE_";
  private static final String BUCKET = "BUCKET_";
  private static final String HUB = "HUB_";

  private final Site honest;
  private final Tape tape;
  private final LyingBlobs bucket = new LyingBlobs();
  private final LyingHub hub = new LyingHub();
  private final Liar liar = new AnyLiar();

  /// @param honest the place itself
  /// @param tape what is left to chance
  public HostileSite(Site honest, Tape tape) {
    this.honest = honest;
    this.tape = tape;
  }

  /// The names of all lies that are told at a place of this kind.
  static List<String> lies(Kind kind) {
    List<String> lies = new ArrayList<>();
    Stream.of(DeviceLie.values()).forEach(lie -> lies.add(DEVICE + lie));
    switch (kind) {
      case STORAGE -> Stream.of(BucketLie.values()).forEach(lie -> lies.add(BUCKET + lie));
      case HUB -> Stream.of(HubLie.values()).forEach(lie -> lies.add(HUB + lie));
    }
    return lies;
  }

  private final class AnyLiar implements Liar {
    @Override
    public List<String> lies() {
      return HostileSite.lies(kind());
    }

    @Override
    public boolean tell(String lie, Tape detail) {
      try {
        if (lie.startsWith(DEVICE)) {
          return DeviceLie.valueOf(lie.substring(DEVICE.length()))
              .tell(new Mole(honestLink(), detail), detail);
        }
        if (lie.startsWith(HUB)) {
          return HubLie.valueOf(lie.substring(HUB.length()))
              .tell(hub, new Mole(honestLink(), detail), detail);
        }
        Storage.Blobs blobs = (Storage.Blobs) honestLink();
        return BucketLie.valueOf(lie.substring(BUCKET.length()))
            .tell(bucket, new BucketScene(blobs.blobs()), detail);
      } catch (RemoteFailure | MissingObjectException | MalformedException spoilt) {
        // Somebody who lied before left nothing to lie about.
        return false;
      }
    }

    @Override
    public void leave() {
      bucket.leave();
      hub.leave();
    }
  }

  private Link honestLink() {
    return honest.link(new Gate("liar", Trace.quiet(), () -> {}), tape.fork());
  }

  @Override
  public Optional<Liar> liar() {
    return Optional.of(liar);
  }

  @Override
  public String name() {
    return honest.name();
  }

  @Override
  public Kind kind() {
    return honest.kind();
  }

  @Override
  public Link link(Gate gate, Tape damage) {
    Link link = honest.link(gate, damage);
    return switch (link) {
      case Storage.Blobs blobs -> bucket.link(name(), blobs.blobs());
      case HubLink there -> new HubLink(name(), hub.over(there.transport()));
      default -> throw new IllegalArgumentException("nobody lies over " + link);
    };
  }

  @Override
  public void advance(long nanos) {
    honest.advance(nanos);
  }

  @Override
  public void setClock(long wrongByNanos) {
    honest.setClock(wrongByNanos);
  }

  @Override
  public long changes() {
    return honest.changes();
  }

  @Override
  public void takeBackup() {
    honest.takeBackup();
  }

  @Override
  public void restoreBackup() {
    honest.restoreBackup();
  }

  @Override
  public Optional<String> flipBit(int choice) {
    return honest.flipBit(choice);
  }

  @Override
  public void healBits() {
    honest.healBits();
  }

  @Override
  public void intercept(Interception interception) {
    honest.intercept(interception);
  }

  @Override
  public long calls() {
    return honest.calls();
  }

  @Override
  public void settle() {
    honest.settle();
  }

  @Override
  public void tidy() {
    honest.tidy();
  }

  @Override
  public List<String> events() {
    return honest.events();
  }

  @Override
  public List<String> verify() {
    return honest.verify();
  }
}
