import org.jspecify.annotations.NullMarked;

/// Whole-system runs from a seed: many devices on simulated disks, crashed anywhere, judged by
/// oracles.
@NullMarked
module dev.tidelock.simulation {
  requires static org.jspecify;
  requires java.management;
  requires jdk.management;
  requires transitive dev.tidelock.engine;
  requires transitive dev.tidelock.generators;

  exports dev.tidelock.simulation.disk;
  exports dev.tidelock.simulation.gate;
  exports dev.tidelock.simulation.port;
  exports dev.tidelock.simulation.world;
}
