package dev.tidelock.simulation.world;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.disk.DiskNames;
import dev.tidelock.simulation.disk.DiskProfile;
import dev.tidelock.simulation.disk.DiskProfile.Loss;
import dev.tidelock.simulation.world.Step.Kind;
import java.util.ArrayList;
import java.util.List;

/// Makes a [Scenario] from a seed. Each draws its own few kinds of action and trouble, sometimes
/// none, so that every combination gets its turn.
final class Composer {
  /// How often devices meet at several places.
  private static final double SEVERAL_SITES = 0.15;

  /// How often not all disks hold every name and bit.
  private static final double MIXED_DISKS = 0.4;

  private static final List<DiskNames> DISKS =
      List.of(
          DiskNames.EXACT,
          DiskNames.EXACT,
          DiskNames.FOLDED,
          DiskNames.WINDOWS,
          DiskNames.APFS,
          DiskNames.APFS_BY_CASE,
          DiskNames.HFS,
          DiskNames.HFS_BY_CASE);

  private final long seed;
  private final Tape work;
  private final Tape schedule;
  private final List<Site.Kind> sites;
  private final List<DiskProfile> disks = new ArrayList<>();
  private final List<UserAction> actions;
  private final List<Trouble> troubles;
  private final boolean disasters;
  private final double lasting;
  private final List<Step> steps = new ArrayList<>();

  Composer(long seed) {
    Tape tape = Tape.of(seed);
    this.seed = seed;
    work = tape.fork();
    schedule = tape.fork();
    sites =
        schedule.chance(SEVERAL_SITES)
            ? List.of(Site.Kind.values())
            : List.of(schedule.pick(Site.Kind.STORAGE, Site.Kind.HUB));
    int devices = schedule.chance(0.7) ? 2 : 3;
    boolean mixed = schedule.chance(MIXED_DISKS);
    for (int i = 0; i < devices; i++) {
      disks.add(mixed ? anyDisk() : disk());
    }
    actions = actions();
    boolean hub = sites.contains(Site.Kind.HUB);
    troubles =
        some(schedule, List.of(Trouble.values()), schedule.pick(0.0, 0.2, 0.6)).stream()
            .filter(trouble -> hub || !trouble.needsHub())
            .toList();
    disasters = schedule.chance(0.15);
    lasting = work.chance(0.7) ? 1 : 0.7;
  }

  private DiskProfile disk() {
    return new DiskProfile(
        schedule.pick(1L, 1L, 1_000_000_000L, 2_000_000_000L),
        schedule.chance(0.7),
        schedule.pick(Loss.PREFIX, Loss.SUBSET),
        DiskProfile.UNLIMITED);
  }

  /// A disk that perhaps does not hold every name and bit.
  private DiskProfile anyDisk() {
    DiskProfile disk = disk().with(schedule.pick(DISKS));
    return schedule.chance(0.3) ? disk.simple() : disk;
  }

  private List<UserAction> actions() {
    List<UserAction> chosen = new ArrayList<>();
    chosen.add(UserAction.CREATE);
    chosen.add(UserAction.CREATE);
    chosen.addAll(some(work, List.of(UserAction.values()), work.pick(0.3, 0.7, 1.0)));
    chosen.addAll(some(work, List.of(UserAction.values()), 0.2));
    if (work.chance(0.95)) {
      chosen.removeIf(UserAction::isMassive);
    } else {
      chosen.addAll(List.of(UserAction.FILL, UserAction.FILL, UserAction.REWRITE_ALL));
    }
    if (work.chance(0.6)) {
      chosen.removeAll(List.of(UserAction.HIDE, UserAction.ODDITY));
    }
    if (work.chance(0.6)) {
      chosen.removeAll(List.of(UserAction.IGNORE));
    }
    return chosen;
  }

  private static <T> List<T> some(Tape tape, List<T> all, double rate) {
    return all.stream().filter(any -> tape.chance(rate)).toList();
  }

  Scenario compose() {
    for (int i = schedule.nextInt(1, 3); i > 0; i--) {
      boolean solo = work.chance(0.2);
      int only = work.nextInt(disks.size());
      for (int j = schedule.nextInt(2, 24); j > 0; j--) {
        int dice = schedule.nextInt(100);
        if (dice < 55) {
          edit(solo ? only : work.nextInt(disks.size()));
        } else {
          event(dice);
        }
      }
      steps.add(Step.of(Kind.CALM, 0, schedule.nextLong()));
    }
    return new Scenario(seed, sites, disks, steps);
  }

  private void edit(int device) {
    UserAction.Care care =
        work.chance(lasting) ? UserAction.Care.LASTING : UserAction.Care.FLEETING;
    List<String> words = List.of(work.pick(actions).name(), care.name());
    steps.add(new Step(Kind.EDIT, device, words, work.nextLong()));
  }

  private void event(int dice) {
    int device = schedule.nextInt(disks.size());
    Kind kind = kind(dice);
    if (kind == Kind.RESOLVE) {
      steps.add(Step.of(kind, device, work.nextLong()));
    } else if (kind == Kind.SYNC && !troubles.isEmpty() && schedule.chance(0.6)) {
      Trouble trouble = schedule.pick(troubles);
      steps.add(new Step(Kind.TROUBLED_SYNC, device, List.of(trouble.name()), schedule.nextLong()));
      if (trouble == Trouble.EDIT) {
        for (int i = schedule.nextInt(1, 3); i > 0; i--) {
          edit(device);
        }
      }
    } else {
      steps.add(Step.of(kind, device, schedule.nextLong()));
    }
  }

  private Kind kind(int dice) {
    if (dice < 85) {
      return Kind.SYNC;
    }
    if (dice < 95 || !disasters) {
      return schedule.pick(
          Kind.RESOLVE, Kind.WAIT, Kind.KILL, Kind.POWER, Kind.CLOCK, Kind.TIDY, Kind.BLINK);
    }
    return schedule.pick(
        Kind.LOSE_STATE,
        Kind.OLD_STATE,
        Kind.BACK_UP,
        Kind.RESTORE,
        Kind.CLONE,
        Kind.BACK_UP_STORAGE,
        Kind.RESTORE_STORAGE,
        Kind.FLIP_BIT);
  }
}
