package dev.tidelock.simulation.world;

import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Compression;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.BlobStore;

/// Everything that a device under test gets of its world.
///
/// @param device the name of the device
/// @param files the workspace's directory
/// @param state its durable memory
/// @param clock the machine's clock
/// @param randomness fresh bytes
/// @param compression a way to make bodies smaller
/// @param blobs the storage that all devices share
public record Ports(
    String device,
    FileSystem files,
    StateStore state,
    Clock clock,
    Randomness randomness,
    Compression compression,
    BlobStore blobs) {
  /// How a device under test comes to life on its ports; recovers what a crash left behind.
  @FunctionalInterface
  public interface Opener {
    /// Opens the device.
    SimDevice open(Ports ports);
  }
}
