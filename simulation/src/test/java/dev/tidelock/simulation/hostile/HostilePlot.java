package dev.tidelock.simulation.hostile;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.disk.DiskProfile;
import dev.tidelock.simulation.world.Scenario;
import dev.tidelock.simulation.world.Site;
import dev.tidelock.simulation.world.Step;
import dev.tidelock.simulation.world.Step.Kind;
import dev.tidelock.simulation.world.UserAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Makes a [Scenario] from a seed in which somebody lies: honest users edit and sync, at first in
/// peace, then beside a liar.
final class HostilePlot {
  private static final List<UserAction> ACTIONS =
      List.of(
          UserAction.CREATE,
          UserAction.CREATE,
          UserAction.CREATE_LARGE,
          UserAction.EDIT,
          UserAction.OVERWRITE,
          UserAction.DELETE,
          UserAction.MOVE,
          UserAction.MOVE_DIRECTORY,
          UserAction.MAKE_DIRECTORY);

  /// So many that a mass of them may go.
  private static final int MANY = 84;

  /// How often devices meet at an honest place, too, or at two liars'.
  private static final double SEVERAL_SITES = 0.15;

  /// Longer than a guard looks back.
  private static final int QUIET_SECONDS = 1_000;

  private final long seed;
  private final Tape work;
  private final Tape schedule;
  private final int devices;
  private final List<Step> steps = new ArrayList<>();

  private HostilePlot(long seed) {
    Tape tape = Tape.of(seed);
    this.seed = seed;
    this.work = tape.fork();
    this.schedule = tape.fork();
    this.devices = schedule.chance(0.7) ? 2 : 3;
  }

  /// The scenario of a seed.
  static Scenario of(long seed) {
    return new HostilePlot(seed).compose();
  }

  private Scenario compose() {
    if (work.chance(0.2)) {
      List<String> many = List.of(UserAction.FILL.name(), "LASTING", Integer.toString(MANY));
      steps.add(new Step(Kind.EDIT, 0, many, work.nextLong()));
    }
    for (int epochs = schedule.nextInt(1, 2); epochs > 0; epochs--) {
      for (int i = schedule.nextInt(1, 6); i > 0; i--) {
        peaceful();
      }
      if (schedule.chance(0.7)) {
        for (int device = 0; device < devices; device++) {
          sync(device);
        }
      }
      if (schedule.chance(0.5)) {
        for (int device = 0; device < devices; device++) {
          steps.add(Step.wait(device, QUIET_SECONDS, schedule.nextLong()));
        }
      }
      for (int i = schedule.nextInt(1, 4); i > 0; i--) {
        steps.add(Step.of(Kind.LIE, schedule.nextInt(devices), schedule.nextLong()));
        for (int j = schedule.nextInt(4); j > 0; j--) {
          peaceful();
        }
      }
      steps.add(Step.of(Kind.CALM, 0, schedule.nextLong()));
    }
    List<DiskProfile> disks = Collections.nCopies(devices, DiskProfile.modern());
    List<Site.Kind> sites =
        schedule.chance(SEVERAL_SITES)
            ? List.of(Site.Kind.values())
            : List.of(schedule.pick(Site.Kind.STORAGE, Site.Kind.HUB));
    return new Scenario(seed, sites, disks, steps);
  }

  private void peaceful() {
    int dice = schedule.nextInt(10);
    int device = schedule.nextInt(devices);
    if (dice < 5) {
      steps.add(Step.edit(device, work.pick(ACTIONS), work.nextLong()));
    } else if (dice < 9) {
      sync(device);
    } else {
      steps.add(Step.of(schedule.pick(Kind.KILL, Kind.WAIT), device, schedule.nextLong()));
    }
  }

  private void sync(int device) {
    steps.add(Step.whole(device, schedule.nextLong()));
  }
}
