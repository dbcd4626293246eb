package dev.tidelock.simulation.world;

/// A defect that a [ToyDevice] can be built with, to see that the simulation finds it.
enum Flaw {
  NONE,
  /// Leaves out all barriers.
  NO_BARRIER,
  /// Writes incoming files in place.
  WRITES_IN_PLACE,
  /// Where both sides changed, drops the local side.
  DROPS_LOCAL,
  /// Overwrites without looking whether the user was there in between.
  OVERWRITES_BLINDLY,
  /// Takes a missing file for one that it must bring back.
  RESURRECTS,
  /// Pushes although nothing changed.
  RESTLESS,
  /// Leaves its temporary files beside the user's.
  LITTERS,
  /// Lets something from outside of the simulation in.
  DEPENDS_ON_THE_WORLD
}
