package dev.tidelock.simulation.world;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.simulation.disk.Shown;
import dev.tidelock.simulation.world.Violation.Law;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What must hold when all devices are quiet.
final class Oracle {
  private static final int SHOWN_DIFFERENCES = 12;

  private final List<Machine> machines;
  private final Ledger ledger;
  private final LeftOvers leftOvers;
  private final Company company;

  Oracle(List<Machine> machines, Ledger ledger, LeftOvers leftOvers, Company company) {
    this.company = company;
    this.machines = machines;
    this.ledger = ledger;
    this.leftOvers = leftOvers;
  }

  /// Whether a disk may show empty directories that its tree no longer has.
  enum LeftOvers {
    /// No.
    NONE,
    /// Yes: once they held something that nobody could read or know.
    POSSIBLE
  }

  /// Who has a right to push.
  enum Company {
    /// Only the devices of the run: what goes from the project goes by the hand of one of them.
    HONEST,
    /// A liar, too, who may delete what he likes as long as it can be had back.
    HOSTILE
  }

  void check() {
    checkEqualTrees();
    for (Machine machine : machines) {
      checkDiskShowsTree(machine);
      checkContents(machine);
      List<String> defects = machine.device().verify();
      if (!defects.isEmpty()) {
        throw new Violation(Law.VERIFIES, machine.name() + ": " + defects);
      }
    }
    checkNothingLost();
  }

  private void checkEqualTrees() {
    Machine first = machines.getFirst();
    for (Machine other : machines.subList(1, machines.size())) {
      List<String> differences = differences(first.device().tree(), other.device().tree());
      if (!differences.isEmpty()) {
        throw new Violation(
            Law.CONVERGENCE, first.name() + " and " + other.name() + " differ in " + differences);
      }
    }
  }

  private void checkDiskShowsTree(Machine machine) {
    SimDevice device = machine.device();
    Map<TreePath, TreeItem> tree = new TreeMap<>(machine.tree());
    Map<TreePath, TreeItem> shown = machine.items();
    Set<TreePath> exempt = new TreeSet<>();
    Set<TreePath> ignored = new TreeSet<>();
    Set<TreePath> paths = new TreeSet<>(tree.keySet());
    paths.addAll(shown.keySet());
    for (TreePath path : paths) {
      TreeItem item = Optional.ofNullable(tree.get(path)).orElse(shown.get(path));
      if (device.ignores(path, item instanceof TreeItem.Directory)) {
        ignored.add(path);
      }
      if (item instanceof TreeItem.Conflict
          || ignored.contains(path)
          || isObstructed(machine, path, tree, shown)) {
        exempt.add(path);
      }
    }
    Set<TreePath> needless = needless(machine.tree(), ignored);
    needless.removeAll(shown.keySet());
    tree.keySet().removeAll(needless);
    if (leftOvers == LeftOvers.POSSIBLE) {
      removeEmpty(shown, tree);
    }
    for (TreePath path : paths) {
      boolean leftForIgnored =
          !(tree.get(path) instanceof TreeItem.Directory)
              && shown.get(path) instanceof TreeItem.Directory
              && exempt.stream().anyMatch(inner -> inner.startsWith(path));
      if (leftForIgnored || exempt.stream().anyMatch(path::startsWith)) {
        tree.remove(path);
        shown.remove(path);
      }
    }
    List<String> differences = differences(tree, shown);
    if (!differences.isEmpty()) {
      throw new Violation(
          Law.CONVERGENCE, machine.name() + "'s disk does not show its tree: " + differences);
    }
  }

  /// Whether a path shows something of the user's that is ignored, or a directory that has to stay
  /// for that, where the project has something of another kind, and the device says so.
  private boolean isObstructed(
      Machine machine, TreePath path, Map<TreePath, TreeItem> tree, Map<TreePath, TreeItem> shown) {
    boolean directory = shown.get(path) instanceof TreeItem.Directory;
    return tree.containsKey(path)
        && shown.containsKey(path)
        && directory != tree.get(path) instanceof TreeItem.Directory
        && machine.device().notApplied().contains(path)
        && shown.entrySet().stream()
            .filter(each -> each.getKey().startsWith(path))
            .anyMatch(each -> isIgnoredByAny(each.getKey(), each.getValue()));
  }

  private boolean isIgnoredByAny(TreePath path, TreeItem item) {
    return machines.stream()
        .anyMatch(each -> each.device().ignores(path, item instanceof TreeItem.Directory));
  }

  /// The directories that are not empty and hold nothing but what is ignored: no disk needs them.
  private static Set<TreePath> needless(Map<TreePath, TreeItem> tree, Set<TreePath> ignored) {
    Set<TreePath> needless = new TreeSet<>();
    for (TreePath path : new TreeSet<>(tree.keySet()).descendingSet()) {
      List<TreePath> children =
          tree.keySet().stream()
              .filter(inner -> inner.parent().filter(path::equals).isPresent())
              .toList();
      if (!children.isEmpty()
          && children.stream().allMatch(it -> ignored.contains(it) || needless.contains(it))) {
        needless.add(path);
      }
    }
    return needless;
  }

  /// Takes out what is shown and not in the tree, as far as it is nothing but directories.
  private static void removeEmpty(Map<TreePath, TreeItem> shown, Map<TreePath, TreeItem> tree) {
    for (TreePath path : new TreeSet<>(shown.keySet()).descendingSet()) {
      boolean empty =
          shown.get(path) instanceof TreeItem.Directory
              && !tree.containsKey(path)
              && shown.keySet().stream()
                  .noneMatch(inner -> inner.parent().filter(path::equals).isPresent());
      if (empty) {
        shown.remove(path);
      }
    }
  }

  /// What one disk shows.
  void checkContents(Machine machine) {
    Map<TreePath, TreePath> inTree = machine.disk().hands().inTree();
    Map<TreePath, Shown> shown = machine.disk().hands().look();
    for (Map.Entry<TreePath, Shown> entry : shown.entrySet()) {
      TreePath path = entry.getKey();
      TreePath called = inTree.getOrDefault(path, path);
      if (!User.isExpected(called)) {
        throw new Violation(Law.NO_LITTER, machine.name() + " shows " + path);
      }
      if (entry.getValue() instanceof Shown.File(Bytes digest, long size, boolean _)
          && !called.equals(User.IGNORE_FILE)
          && !ledger.isWritten(digest)
          && !machine.disk().hands().read(path).map(ledger::isMerged).orElse(true)) {
        throw new Violation(
            Law.NO_TEARING,
            "%s shows at %s %d bytes that nobody wrote: %s"
                .formatted(
                    machine.name(),
                    path,
                    size,
                    machine.disk().hands().read(path).map(Contents::lines).orElse(List.of())));
      }
    }
  }

  private void checkNothingLost() {
    Set<Bytes> reachable = machineContents();
    Set<Bytes> missing = new HashSet<>();
    ledger.owed().values().forEach(missing::addAll);
    missing.removeAll(reachable);
    for (Machine machine : machines) {
      if (!missing.isEmpty()) {
        missing.removeAll(machine.device().reachable());
      }
    }
    if (!missing.isEmpty()) {
      throw new Violation(
          Law.NO_LOSS, "lost: " + missing.stream().map(ledger::origin).sorted().toList());
    }
    if (machines.getFirst().device().merges() && company == Company.HONEST) {
      checkNothingGone(machineContents());
    }
  }

  private Set<Bytes> machineContents() {
    Set<Bytes> contents = new HashSet<>();
    machines.forEach(machine -> contents.addAll(machine.contents()));
    return contents;
  }

  /// History has what was lost by mistake, too. So what nobody meant to remove must stand in the
  /// project itself, or where it was written.
  private void checkNothingGone(Set<Bytes> onDisks) {
    Set<Bytes> gone = ledger.standing();
    gone.removeAll(onDisks);
    if (!gone.isEmpty()) {
      machines.getFirst().device().tree().values().forEach(item -> removeContents(item, gone));
    }
    if (!gone.isEmpty()) {
      throw new Violation(
          Law.NO_LOSS, "nobody removed: " + gone.stream().map(ledger::origin).sorted().toList());
    }
  }

  private static void removeContents(TreeItem item, Set<Bytes> digests) {
    switch (item) {
      case TreeItem.File(Bytes digest, boolean _) -> digests.remove(digest);
      case TreeItem.Conflict(List<TreeItem> terms) ->
          terms.forEach(term -> removeContents(term, digests));
      case TreeItem.Link _, TreeItem.Directory _ -> {}
    }
  }

  /// In words, in which paths two trees differ.
  static List<String> differences(Map<TreePath, TreeItem> left, Map<TreePath, TreeItem> right) {
    List<String> differences = new ArrayList<>();
    Set<TreePath> paths = new TreeSet<>(left.keySet());
    paths.addAll(right.keySet());
    for (TreePath path : paths) {
      Optional<TreeItem> one = Optional.ofNullable(left.get(path));
      Optional<TreeItem> other = Optional.ofNullable(right.get(path));
      if (!one.equals(other)) {
        differences.add("%s: %s / %s".formatted(path, brief(one), brief(other)));
      }
    }
    return differences.size() <= SHOWN_DIFFERENCES
        ? differences
        : differences.subList(0, SHOWN_DIFFERENCES);
  }

  private static String brief(Optional<TreeItem> item) {
    return item.map(Oracle::brief).orElse("nothing");
  }

  private static String brief(TreeItem item) {
    return switch (item) {
      case TreeItem.File(Bytes digest, boolean executable) ->
          "file " + digest.toHex().substring(0, 6) + (executable ? "*" : "");
      case TreeItem.Link(String text) -> "-> " + text;
      case TreeItem.Directory() -> "directory";
      case TreeItem.Conflict(List<TreeItem> terms) ->
          "conflict " + terms.stream().map(Oracle::brief).toList();
    };
  }
}
