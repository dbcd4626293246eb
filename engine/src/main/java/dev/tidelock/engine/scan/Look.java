package dev.tidelock.engine.scan;

/// How a scan looks at the disk.
///
/// @param scope which directories it lists
/// @param lookout who watches them afterwards
/// @param sightings how often something must be seen to be gone
public record Look(Scope scope, Lookout lookout, Sightings sightings) {
  /// Everything, once, and nobody watches afterwards.
  public static final Look ONCE = new Look(Scope.EVERYTHING, Lookout.NONE, Sightings.ONCE);

  /// The same with another scope.
  public Look at(Scope other) {
    return new Look(other, lookout, sightings);
  }
}
