package dev.tidelock.simulation.world;

import dev.tidelock.simulation.world.Step.Kind;
import java.util.EnumSet;
import java.util.Set;

/// What the engine is known not to master yet, left out of what must pass. `tidelock.sim.all` puts
/// all of it back in.
///
/// Beside what is named here, a file that must leave its path for a directory which the same sync
/// makes there (as in a swap of both) is not applied; it is rare enough to stay in.
final class Known {
  /// A directory that cannot be read, while the disk is searched for a moved file or for what an
  /// interrupted sync left, fails the whole sync.
  private static final Set<UserAction> ACTIONS = EnumSet.of(UserAction.HIDE, UserAction.ODDITY);

  /// A storage that forgot commits whose older trees or large contents this device never had is not
  /// told of them again; a state whose head was collected meanwhile fails every sync; a turned bit
  /// in the index of a pack is believed, and remembered.
  private static final Set<Kind> STEPS =
      EnumSet.of(Kind.RESTORE_STORAGE, Kind.OLD_STATE, Kind.FLIP_BIT);

  private Known() {}

  static Scenario leaveOut(Scenario scenario) {
    return Boolean.getBoolean("tidelock.sim.all")
        ? scenario
        : scenario.without(ACTIONS, EnumSet.noneOf(Trouble.class), STEPS);
  }
}
