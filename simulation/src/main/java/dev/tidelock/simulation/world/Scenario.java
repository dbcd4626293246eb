package dev.tidelock.simulation.world;

import dev.tidelock.simulation.disk.DiskProfile;
import dev.tidelock.simulation.world.Step.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One run as data: who takes part, on what disks, where they meet, and all steps.
///
/// The steps are two tapes in one order: the work of the users, and the schedule of everything
/// else. To thin out one leaves the other as it is.
///
/// @param seed decides what no step does: bytes that are random to the devices, what a power cut
///   takes, which bit turns
/// @param sites where the devices meet
/// @param disks one disk profile per device
/// @param steps what happens, in order
public record Scenario(
    long seed, List<Site.Kind> sites, List<DiskProfile> disks, List<Step> steps) {
  public Scenario {
    sites = List.copyOf(sites);
    disks = List.copyOf(disks);
    steps = List.copyOf(steps);
  }

  /// The scenario of a seed.
  public static Scenario of(long seed) {
    return new Composer(seed).compose();
  }

  /// Whether somebody leaves on a disk what cannot be read or known.
  boolean hasUnknowns() {
    return steps.stream()
        .flatMap(step -> action(step).stream())
        .anyMatch(Set.of(UserAction.HIDE, UserAction.ODDITY)::contains);
  }

  /// Whether every request arrives before its sender gives it up, or never.
  boolean isPunctual() {
    return steps.stream()
        .filter(step -> step.kind() == Kind.TROUBLED_SYNC)
        .noneMatch(step -> Trouble.valueOf(step.choices().getFirst()) == Trouble.LATE);
  }

  /// Whether somebody lies.
  boolean isHostile() {
    return steps.stream().anyMatch(step -> step.kind() == Kind.LIE);
  }

  private static Optional<UserAction> action(Step step) {
    return step.kind() == Kind.EDIT
        ? Optional.of(UserAction.valueOf(step.choices().getFirst()))
        : Optional.empty();
  }

  /// The same without these actions, and without steps of these kinds.
  public Scenario without(Set<UserAction> noActions, Set<Kind> noSteps) {
    return with(
        steps.stream()
            .filter(step ->
                !noSteps.contains(step.kind())
                    && action(step).filter(noActions::contains).isEmpty())
            .toList());
  }

  /// The same, where all disks hold every name and bit.
  public Scenario onExactDisks() {
    return on(disks.stream().map(DiskProfile::exact).toList());
  }

  /// The same, where devices meet at dumb storage only.
  public Scenario atStorage() {
    return at(List.of(Site.Kind.STORAGE))
        .with(steps.stream().map(step -> needsHub(step) ? step.calmed() : step).toList());
  }

  private static boolean needsHub(Step step) {
    return step.kind() == Kind.TROUBLED_SYNC
        && Trouble.valueOf(step.choices().getFirst()).needsHub();
  }

  /// The same at other places.
  Scenario at(List<Site.Kind> others) {
    return new Scenario(seed, others, disks, steps);
  }

  /// The same on other disks.
  Scenario on(List<DiskProfile> others) {
    return new Scenario(seed, sites, others, steps);
  }

  /// The same with other steps.
  public Scenario with(List<Step> others) {
    return new Scenario(seed, sites, disks, others);
  }

  /// The same without a device and all that happens to it.
  Scenario withoutDevice(int device) {
    List<DiskProfile> fewer = new ArrayList<>(disks);
    fewer.remove(device);
    List<Step> rest =
        steps.stream()
            .filter(step -> step.device() != device || step.kind() == Kind.CALM)
            .map(step -> step.at(step.device() > device ? step.device() - 1 : step.device()))
            .map(step -> step.device() < fewer.size() ? step : step.at(0))
            .toList();
    return new Scenario(seed, sites, fewer, rest);
  }
}
