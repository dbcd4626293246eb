package dev.tidelock.simulation.world;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.simulation.world.Violation.Law;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks at the place where devices meet after every single sync: what is wrong for a while only
/// would have mended itself when all is calm.
///
/// - The place never goes back: where it stands now, it got to from where it stood before.
/// - Nothing goes from the project that all the time stood on the disk of the one who synced, and
///   that its user did not touch.
/// - No mass of files goes from the project or from a disk before somebody allowed it; asked only
///   where it is certain what the guards have to count against: where all was calm for ten minutes
///   before the first one acted, and all that is asked about is done within the next ten.
final class Witness {
  private static final long WINDOW_NANOS = 600_000_000_000L;

  /// More files than these, and more than a quarter, are a mass; or all, of more than the other.
  private static final int MASS = 50;

  private static final int SOME = 20;

  private final Supplier<Optional<Observer>> arriving;
  private final Site.Kind kind;
  private final boolean punctual;
  private Optional<Observer> observer;
  private Optional<ObjectId> head = Optional.empty();
  private Map<TreePath, TreeItem> tree = Map.of();

  /// Since all was calm.
  private Map<TreePath, TreeItem> calm = Map.of();

  private final Map<Machine, Map<TreePath, TreeItem>> shownAtCalm = new HashMap<>();
  private final Map<Machine, Long> calmSince = new HashMap<>();
  private final Map<Machine, Long> actedSince = new HashMap<>();
  private final Map<Machine, Set<TreePath>> touched = new HashMap<>();
  private long waited;
  private boolean acted;
  private boolean countable;

  /// @param arriving whoever reads at the place from now on, and knows nothing yet; nothing where
  ///   nobody can, or there are several places
  /// @param kind what kind of place it is
  /// @param punctual whether no request arrives after its sender gave it up
  Witness(Supplier<Optional<Observer>> arriving, Site.Kind kind, boolean punctual) {
    this.arriving = arriving;
    this.observer = arriving.get();
    this.kind = kind;
    this.punctual = punctual;
  }

  /// What is to be seen before a sync.
  ///
  /// @param shown what the disk of the one who syncs shows
  /// @param tree what the place has
  record Before(Map<TreePath, TreeItem> shown, Map<TreePath, TreeItem> tree) {}

  /// How somebody synced.
  enum Manner {
    /// All of the disk was looked at, nothing went wrong, and nobody did anything meanwhile.
    WHOLE,
    /// The same, and somebody allowed to delete many files.
    ALLOWED,
    /// Any other way.
    SOMEHOW
  }

  Before before(Machine machine) {
    return new Before(observer.isEmpty() ? Map.of() : machine.items(), tree);
  }

  /// A user did something.
  ///
  /// @param machines all of them
  void acted(Collection<Machine> machines, Machine machine, Set<TreePath> paths) {
    if (!acted) {
      machines.forEach(each -> actedSince.put(each, each.clock().monotonicNanos()));
      countable &= waited >= WINDOW_NANOS;
    }
    acted = true;
    touched.computeIfAbsent(machine, _ -> new TreeSet<>()).addAll(paths);
  }

  /// Time passes at the place.
  void waits(long nanos) {
    waited += acted ? 0 : nanos;
    countable &= !acted;
  }

  /// From now on it is not certain any more what the guards count against.
  void disturbed() {
    countable = false;
  }

  /// The place is as it was some time ago.
  void restored() {
    observer = arriving.get();
    head = Optional.empty();
    tree = Map.of();
    calm = Map.of();
    countable = false;
  }

  /// All is calm.
  ///
  /// @param open whether something may still come to a disk
  void calm(Collection<Machine> machines, boolean open) {
    look();
    calm = open ? Map.of() : tree;
    touched.clear();
    for (Machine each : machines) {
      calmSince.put(each, each.clock().monotonicNanos());
      shownAtCalm.put(each, each.items());
    }
    waited = 0;
    acted = false;
    countable = !open;
  }

  /// A sync ended.
  void after(Machine machine, Before before, Manner manner) {
    if (observer.isEmpty()) {
      return;
    }
    Map<TreePath, TreeItem> was = tree;
    look();
    Map<TreePath, TreeItem> shown = machine.items();
    if (manner != Manner.SOMEHOW && punctual && was.equals(before.tree())) {
      checkAbsences(machine, before, shown);
    }
    if (manner != Manner.ALLOWED && countable && acted) {
      checkMasses(machine, before, shown);
    }
  }

  private void look() {
    try {
      Optional<ObjectId> now = observer.flatMap(Observer::head);
      if (now.isPresent() && !now.equals(head)) {
        Map<TreePath, TreeItem> next = observer.orElseThrow().tree(now.get());
        if (head.isPresent() && !observer.orElseThrow().leads(head.get(), now.get())) {
          throw new Violation(
              Law.FORWARD, "the place went from %s to %s".formatted(head.get(), now.get()));
        }
        head = now;
        tree = next;
      }
    } catch (RemoteFailure unreadable) {
      // Next time it may be seen.
    }
  }

  private void checkAbsences(Machine machine, Before before, Map<TreePath, TreeItem> shown) {
    Set<TreePath> gone = new TreeSet<>();
    calm.forEach((path, item) -> {
      if (item.equals(before.shown().get(path))
          && item.equals(shown.get(path))
          && isLeaf(before.tree().get(path))
          && !isTouched(machine, path)
          && !tree.containsKey(path)
          && !tree.containsValue(item)) {
        gone.add(path);
      }
    });
    if (!gone.isEmpty()) {
      throw new Violation(
          Law.ABSENCE,
          "%s deleted in the project what its disk shows: %s".formatted(machine.name(), gone));
    }
  }

  /// What was gone from a disk for a moment, so that nothing could be concluded from that.
  void checkKept(Machine machine, Before before, TreePath path) {
    look();
    if (isLeaf(before.tree().get(path)) && !tree.containsKey(path)) {
      throw new Violation(
          Law.ABSENCE,
          "%s deleted in the project what was away for a moment: %s"
              .formatted(machine.name(), path));
    }
  }

  /// Whether nothing happened since all was calm to what stands at a path on a disk.
  boolean stands(Machine machine, TreePath path) {
    return calm.containsKey(path)
        && calm.get(path).equals(machine.items().get(path))
        && calm.get(path).equals(tree.get(path))
        && !isTouched(machine, path);
  }

  private boolean isTouched(Machine machine, TreePath path) {
    return touched.getOrDefault(machine, Set.of()).stream()
        .anyMatch(it -> it.startsWith(path) || path.startsWith(it));
  }

  private void checkMasses(Machine machine, Before before, Map<TreePath, TreeItem> shown) {
    long began = actedSince.getOrDefault(machine, 0L);
    long calmFor = began - calmSince.getOrDefault(machine, 0L);
    long since = machine.clock().monotonicNanos() - began;
    if (calmFor < WINDOW_NANOS || since < 0 || since >= WINDOW_NANOS) {
      return;
    }
    Map<TreePath, TreeItem> others = new TreeMap<>(shownAtCalm.getOrDefault(machine, Map.of()));
    others.keySet().removeIf(path -> isTouched(machine, path));
    if (isMass(others, before.shown(), shown)) {
      throw new Violation(Law.GUARDED, "a mass of files went from the disk of " + machine.name());
    }
    boolean alone = touched.keySet().equals(Set.of(machine));
    if ((alone || kind == Site.Kind.HUB) && isMass(calm, before.tree(), tree)) {
      throw new Violation(Law.GUARDED, "a mass of files went from the project");
    }
  }

  /// Whether so much of what was there is nowhere any more that somebody should have been asked.
  static boolean isMass(
      Map<TreePath, TreeItem> there, Map<TreePath, TreeItem> before, Map<TreePath, TreeItem> now) {
    Set<TreeItem> kept = new HashSet<>(now.values());
    long lost =
        there.entrySet().stream()
            .filter(each -> each.getValue() instanceof TreeItem.File)
            .filter(each -> !isLeaf(now.get(each.getKey())) && !kept.contains(each.getValue()))
            .count();
    long total = Math.max(leaves(there), leaves(before));
    return lost > MASS && lost * 4 > total || lost > SOME && leaves(now) == 0;
  }

  private static long leaves(Map<TreePath, TreeItem> tree) {
    return tree.values().stream().filter(Witness::isLeaf).count();
  }

  private static boolean isLeaf(@Nullable TreeItem item) {
    return item instanceof TreeItem.File || item instanceof TreeItem.Link;
  }
}
