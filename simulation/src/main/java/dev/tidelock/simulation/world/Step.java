package dev.tidelock.simulation.world;

/// One thing that happens in a run. It carries a seed of its own, so that dropping others leaves
/// its choices as they are, as far as they still apply.
///
/// @param kind what
/// @param device to which device, by number
/// @param seed decides the rest
public record Step(Kind kind, int device, long seed) {
  /// What can happen.
  public enum Kind {
    /// The user does something.
    EDIT,
    /// The device syncs, and nothing gets in its way.
    SYNC,
    /// The device syncs, and something happens in the middle.
    TROUBLED_SYNC,
    /// The device syncs, and is killed before the call with the number of the seed.
    KILLED_SYNC,
    /// The device syncs, and loses power before the call with the number of the seed.
    POWERLESS_SYNC,
    /// The device syncs, and the user does something before the call with the number of the seed.
    EDITED_SYNC,
    /// The process is killed between two syncs.
    KILL,
    /// The power fails between two syncs.
    POWER,
    /// The user settles a conflict, if there is one.
    RESOLVE,
    /// The clock is set to another time.
    CLOCK,
    /// Time passes.
    WAIT,
    /// The state store is lost.
    LOSE_STATE,
    /// The state store is as it was some writes ago.
    OLD_STATE,
    /// The whole machine is backed up.
    BACK_UP,
    /// The whole machine is as it was backed up.
    RESTORE,
    /// The shared storage is backed up.
    BACK_UP_STORAGE,
    /// The shared storage is as it was backed up.
    RESTORE_STORAGE,
    /// Whoever runs the hub lets it free what nobody needs.
    TIDY,
    /// A bit turns in the shared storage, until the next calm.
    FLIP_BIT,
    /// All faults end, all devices sync until nothing is left to do, and everything is checked.
    CALM
  }
}
