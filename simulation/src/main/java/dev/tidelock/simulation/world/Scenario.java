package dev.tidelock.simulation.world;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.disk.DiskProfile;
import dev.tidelock.simulation.disk.DiskProfile.Loss;
import dev.tidelock.simulation.world.Step.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// One run as data: who takes part, what kind of users, troubles and disks, and all steps.
///
/// The steps can be thinned out to shrink a failing run; everything else stays.
///
/// @param seed from which all of it came
/// @param sites where the devices meet
/// @param disks one disk profile per device
/// @param actions what users do, more often where an action stands more than once
/// @param troubles what happens in the middle of a sync
/// @param lasting how often a user makes his edits durable, from 0 to 1
/// @param steps what happens, in order
public record Scenario(
    long seed,
    List<Site.Kind> sites,
    List<DiskProfile> disks,
    List<UserAction> actions,
    List<Trouble> troubles,
    double lasting,
    List<Step> steps) {
  public Scenario {
    sites = List.copyOf(sites);
    disks = List.copyOf(disks);
    actions = List.copyOf(actions);
    troubles = List.copyOf(troubles);
    steps = List.copyOf(steps);
  }

  /// The scenario of a seed. Each draws its own few kinds of trouble, sometimes none, so that every
  /// combination gets its turn.
  public static Scenario of(long seed) {
    Tape tape = Tape.of(seed);
    List<Site.Kind> sites = tape.pick(List.of(Site.Kind.STORAGE), List.of(Site.Kind.HUB));
    List<DiskProfile> disks = new ArrayList<>();
    int devices = tape.chance(0.7) ? 2 : 3;
    for (int i = 0; i < devices; i++) {
      disks.add(
          new DiskProfile(
              tape.pick(1L, 1L, 1_000_000_000L, 2_000_000_000L),
              tape.chance(0.7),
              tape.pick(Loss.PREFIX, Loss.SUBSET),
              DiskProfile.UNLIMITED));
    }
    List<UserAction> actions = actions(tape);
    boolean hub = sites.contains(Site.Kind.HUB);
    List<Trouble> troubles =
        some(tape, List.of(Trouble.values()), tape.pick(0.0, 0.2, 0.6)).stream()
            .filter(trouble -> hub || !trouble.needsHub())
            .toList();
    boolean disasters = tape.chance(0.15);
    double lasting = tape.chance(0.7) ? 1 : 0.7;
    List<Step> steps = new ArrayList<>();
    int calms = tape.nextInt(1, 3);
    for (int i = 0; i < calms; i++) {
      boolean solo = tape.chance(0.2);
      int only = tape.nextInt(devices);
      for (int j = tape.nextInt(2, 24); j > 0; j--) {
        int device = solo ? only : tape.nextInt(devices);
        Kind kind = kind(tape, !troubles.isEmpty(), disasters);
        steps.add(
            new Step(kind, kind == Kind.EDIT ? device : tape.nextInt(devices), tape.nextLong()));
      }
      steps.add(new Step(Kind.CALM, 0, tape.nextLong()));
    }
    return new Scenario(seed, sites, disks, actions, troubles, lasting, steps);
  }

  private static List<UserAction> actions(Tape tape) {
    List<UserAction> chosen = new ArrayList<>();
    chosen.add(UserAction.CREATE);
    chosen.add(UserAction.CREATE);
    chosen.addAll(some(tape, List.of(UserAction.values()), tape.pick(0.3, 0.7, 1.0)));
    chosen.addAll(some(tape, List.of(UserAction.values()), 0.2));
    if (tape.chance(0.6)) {
      chosen.removeAll(List.of(UserAction.HIDE, UserAction.ODDITY));
    }
    if (tape.chance(0.6)) {
      chosen.removeAll(List.of(UserAction.IGNORE));
    }
    return chosen;
  }

  private static <T> List<T> some(Tape tape, List<T> all, double rate) {
    return all.stream().filter(any -> tape.chance(rate)).toList();
  }

  private static Kind kind(Tape tape, boolean troubled, boolean disasters) {
    int dice = tape.nextInt(100);
    if (dice < 55) {
      return Kind.EDIT;
    }
    if (dice < 85) {
      return troubled && tape.chance(0.6) ? Kind.TROUBLED_SYNC : Kind.SYNC;
    }
    if (dice < 95 || !disasters) {
      return tape.pick(Kind.RESOLVE, Kind.WAIT, Kind.KILL, Kind.POWER, Kind.CLOCK, Kind.TIDY);
    }
    return tape.pick(
        Kind.LOSE_STATE,
        Kind.OLD_STATE,
        Kind.BACK_UP,
        Kind.RESTORE,
        Kind.BACK_UP_STORAGE,
        Kind.RESTORE_STORAGE,
        Kind.FLIP_BIT);
  }

  /// The same without these actions and troubles, and without steps of these kinds.
  public Scenario without(Set<UserAction> noActions, Set<Trouble> noTroubles, Set<Kind> noSteps) {
    return new Scenario(
        seed,
        sites,
        disks,
        actions.stream().filter(action -> !noActions.contains(action)).toList(),
        troubles.stream().filter(trouble -> !noTroubles.contains(trouble)).toList(),
        lasting,
        steps.stream().filter(step -> !noSteps.contains(step.kind())).toList());
  }

  /// The same, where devices meet at dumb storage only.
  public Scenario atStorage() {
    Scenario plain = without(Set.of(), hubTroubles(), Set.of());
    return new Scenario(
        seed, List.of(Site.Kind.STORAGE), disks, plain.actions(), plain.troubles(), lasting, steps);
  }

  private static Set<Trouble> hubTroubles() {
    Set<Trouble> troubles = EnumSet.allOf(Trouble.class);
    troubles.removeIf(trouble -> !trouble.needsHub());
    return troubles;
  }

  /// The same with other steps.
  public Scenario with(List<Step> others) {
    return new Scenario(seed, sites, disks, actions, troubles, lasting, others);
  }
}
