package dev.tidelock.simulation.world;

import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Compression;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.scan.Lookout;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Trace;
import java.util.List;
import java.util.Optional;

/// Everything that a device under test gets of its world.
///
/// @param device the name of the device
/// @param files the workspace's directory
/// @param state its durable memory
/// @param clock the machine's clock
/// @param randomness fresh bytes
/// @param compression a way to make bodies smaller
/// @param lookout who watches the workspace's directory
/// @param links the ways to the places where devices meet, in the order in which they were added
public record Ports(
    String device,
    FileSystem files,
    StateStore state,
    Clock clock,
    Randomness randomness,
    Compression compression,
    Lookout lookout,
    List<Site.Link> links) {
  public Ports {
    links = List.copyOf(links);
  }

  /// How a device under test comes to life on its ports; recovers what a crash left behind.
  @FunctionalInterface
  public interface Opener {
    /// Opens the device.
    SimDevice open(Ports ports);

    /// Opens a place where devices meet, other than dumb storage.
    ///
    /// @param trace takes what its processes do
    /// @param tape decides what is left open
    default Site site(Site.Kind kind, Trace trace, Tape tape) {
      throw new IllegalArgumentException("these devices cannot meet at a " + kind);
    }

    /// The same place with somebody who lies there.
    ///
    /// @param tape decides what is left open
    default Site hostile(Site honest, Tape tape) {
      throw new IllegalArgumentException("nobody lies at a " + honest.kind());
    }

    /// Somebody who reads at a place, if what these devices keep there can be read.
    ///
    /// @param link the way there
    default Optional<Observer> observer(Site.Link link) {
      return Optional.empty();
    }
  }
}
