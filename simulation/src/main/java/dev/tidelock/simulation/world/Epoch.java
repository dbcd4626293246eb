package dev.tidelock.simulation.world;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.simulation.world.Violation.Law;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The time from one calm to the next: who acted, and whether anything happened in it after which
/// devices need not show what users left.
final class Epoch {
  private final Counters counters;
  private final Set<Machine> actors = new HashSet<>();
  private boolean disturbed;
  private boolean faulty;
  private @Nullable Map<TreePath, TreeItem> left;
  private final Names names;

  /// Whose latest sync did not end well, or goes on.
  private final Set<Machine> unsettled = new HashSet<>();

  private Touches touches = new Touches(Map.of());

  Epoch(Counters counters, Names names) {
    this.counters = counters;
    this.names = names;
  }

  /// @param was what the machine's disk showed before
  /// @param paths what was done something to, be it seen or not
  /// @return all paths that are not as they were, and these
  Set<TreePath> acted(Machine machine, Map<TreePath, TreeItem> was, Set<TreePath> paths) {
    actors.add(machine);
    left = machine.items();
    Set<TreePath> touched = touches.acted(machine.name(), was, left, paths);
    if (names == Names.EXACT && !unsettled.contains(machine)) {
      touches.saw(machine.name(), was, left, touched);
    }
    return touched;
  }

  /// What names stand for on the disks.
  enum Names {
    /// On all of them the same.
    EXACT,
    /// Some disks show some paths under other names, so who saw what is not asked.
    OTHER
  }

  /// A sync begins. Until it ended well, its device need not know what its disk shows.
  void syncs(Machine machine) {
    unsettled.add(machine);
  }

  /// A sync ended well.
  void synced(Machine machine) {
    unsettled.remove(machine);
  }

  void disturbed() {
    disturbed = true;
  }

  void becomesFaulty() {
    faulty = true;
  }

  boolean faulty() {
    return faulty;
  }

  void heals() {
    faulty = false;
  }

  /// @param open whether something is left that may still come to a disk
  /// @param shown what all devices show
  void begin(boolean open, Map<TreePath, TreeItem> shown) {
    touches = new Touches(open ? Map.of() : shown);
    actors.clear();
    left = null;
    disturbed = open;
  }

  void check(List<Machine> machines) {
    if (!disturbed && machines.getFirst().device().merges()) {
      machines.forEach(this::checkPaths);
    }
    if (disturbed || actors.size() != 1 || left == null) {
      return;
    }
    counters.count("calm after only one user acted");
    Machine actor = actors.iterator().next();
    List<String> differences = Oracle.differences(left, actor.items());
    if (!differences.isEmpty()) {
      throw new Violation(
          Law.OBEDIENCE,
          "only %s did something, and yet does not show it: %s"
              .formatted(actor.name(), differences));
    }
  }

  private void checkPaths(Machine machine) {
    Map<TreePath, TreeItem> shown = machine.items();
    SimDevice device = machine.device();
    touches
        .certain()
        .forEach((path, word) -> {
          Optional<TreeItem> now = Optional.ofNullable(shown.get(path));
          boolean kept = word.isPresent() ? now.equals(word) : now.filter(Epoch::isLeaf).isEmpty();
          if (!kept && !isIgnored(device, path) && !device.notApplied().contains(path)) {
            throw new Violation(
                Law.OBEDIENCE,
                "at most one user changed %s, who left %s, but %s shows %s"
                    .formatted(path, word, machine.name(), now));
          }
        });
  }

  private static boolean isLeaf(TreeItem item) {
    return !(item instanceof TreeItem.Directory);
  }

  private static boolean isIgnored(SimDevice device, TreePath path) {
    return device.ignores(path, false);
  }
}
