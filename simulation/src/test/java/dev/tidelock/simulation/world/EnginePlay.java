package dev.tidelock.simulation.world;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.hub.SimHub;
import java.util.Optional;

/// The real engine on every device, and real hubs.
public final class EnginePlay implements Ports.Opener {
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
  public Optional<Observer> observer(Site.Link link) {
    return Optional.of(EngineDevice.observer(link));
  }
}
