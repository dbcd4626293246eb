package dev.tidelock.simulation.world;

import dev.tidelock.simulation.world.Step.Kind;
import java.util.EnumSet;
import java.util.Set;

/// What the engine is known not to master yet, left out of what must pass. `tidelock.sim.all` puts
/// all of it back in.
final class Known {
  /// A name that is taken by something which itself must go elsewhere; paths that cannot be written
  /// for as long as they are unreadable, or hold what is ignored.
  private static final Set<UserAction> ACTIONS =
      EnumSet.of(
          UserAction.SWAP,
          UserAction.MOVE_DIRECTORY,
          UserAction.FILE_TO_DIRECTORY,
          UserAction.DIRECTORY_TO_FILE,
          UserAction.LINK,
          UserAction.IGNORE,
          UserAction.HIDE,
          UserAction.ODDITY);

  /// A storage that forgot commits whose older trees this device never had.
  private static final Set<Kind> STEPS = EnumSet.of(Kind.RESTORE_STORAGE);

  private Known() {}

  static Scenario leaveOut(Scenario scenario) {
    return Boolean.getBoolean("tidelock.sim.all")
        ? scenario
        : scenario.without(ACTIONS, EnumSet.noneOf(Trouble.class), STEPS);
  }
}
