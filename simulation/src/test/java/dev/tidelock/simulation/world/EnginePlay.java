package dev.tidelock.simulation.world;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.hostile.HostileSite;
import dev.tidelock.simulation.hub.SimHub;
import java.util.Optional;

/// The real engine on every device, and real hubs.
public final class EnginePlay implements Ports.Opener {
  /// The project of all devices.
  public static final Genesis PROJECT =
      new Genesis(new ProjectId("simulated-project"), "simulated", Bytes.wrap(new byte[32]));

  /// The branch on which all devices meet.
  public static final String BRANCH = "main";

  @Override
  public SimDevice open(Ports ports) {
    return new EngineDevice(ports);
  }

  @Override
  public Site site(Site.Kind kind, Trace trace, Tape tape) {
    return switch (kind) {
      case HUB -> new SimHub(trace, tape);
      case STORAGE -> throw new IllegalArgumentException("storage needs no process");
    };
  }

  @Override
  public Site hostile(Site honest, Tape tape) {
    return new HostileSite(honest, tape);
  }

  /// A way to a place for somebody who knows nothing of it yet.
  public static Remote stranger(Site.Link link, Tape tape) {
    return EngineDevice.stranger(link, tape);
  }

  @Override
  public Optional<Observer> observer(Site.Link link) {
    return Optional.of(EngineDevice.observer(link));
  }
}
