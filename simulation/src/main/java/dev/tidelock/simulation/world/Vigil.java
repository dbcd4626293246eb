package dev.tidelock.simulation.world;

import com.sun.management.ThreadMXBean;
import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.simulation.world.Violation.Law;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Looks at a device after every single sync, where somebody lies: none of this depends on what a
/// place says.
///
/// - Its disk shows nothing but what users wrote, or somebody who may write here, at names of
///   theirs.
/// - What a sync took from its disk can be had from this device alone.
/// - No mass of files goes from its disk at once before somebody allowed it.
/// - Its history never goes back: it stands on all that others did and that it stood on before.
/// - No sync takes more time or memory than any honest one could need.
final class Vigil {
  /// Objects of 4 MiB, some thousand entries, and everything garbage: an honest sync takes a tenth.
  private static final long MOST_BYTES = 2L << 30;

  private static final long MOST_NANOS = 30_000_000_000L;

  /// A guard looks back so far.
  private static final long WINDOW_NANOS = 660_000_000_000L;

  private final Map<Machine, Map<TreePath, Long>> since = new HashMap<>();
  private final List<Machine> machines;
  private final Ledger ledger;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  Vigil(List<Machine> machines, Ledger ledger) {
    this.machines = machines;
    this.ledger = ledger;
  }

  /// What is to be seen of a device before a sync.
  ///
  /// @param shown what its disk shows
  /// @param history the commits that its head stands on, newest first, and who made them
  /// @param bytes what its thread allocated so far
  /// @param nanos how long its thread ran so far
  record Before(
      Map<TreePath, TreeItem> shown, Map<ObjectId, String> history, long bytes, long nanos) {}

  Before before(Machine machine) {
    look(machine);
    return new Before(
        machine.items(),
        new LinkedHashMap<>(machine.device().history()),
        threads.getCurrentThreadAllocatedBytes(),
        threads.getCurrentThreadCpuTime());
  }

  /// A sync ended, well or not.
  ///
  /// @param consent whether a mass of files may go
  void after(Machine machine, Before before, SimDevice.Consent consent) {
    long bytes = threads.getCurrentThreadAllocatedBytes() - before.bytes();
    long nanos = threads.getCurrentThreadCpuTime() - before.nanos();
    if (bytes > MOST_BYTES || nanos > MOST_NANOS) {
      throw new Violation(
          Law.BOUNDED,
          "%s took %,d bytes and %,d ms".formatted(machine.name(), bytes, nanos / 1_000_000));
    }
    new Oracle(machines, ledger, Oracle.LeftOvers.POSSIBLE, Oracle.Company.HOSTILE)
        .checkContents(machine);
    Map<TreePath, TreeItem> shown = machine.items();
    boolean mass = Witness.isMass(standing(machine, before.shown()), before.shown(), shown);
    look(machine);
    if (consent == SimDevice.Consent.ASK && mass) {
      throw new Violation(Law.GUARDED, "a mass of files went from the disk of " + machine.name());
    }
    checkHistory(machine, before.history());
    checkAtHand(machine, before.shown(), shown);
    ledger.dismiss(before.shown().values(), shown.values());
  }

  /// Takes note of since when a disk shows what it shows.
  private void look(Machine machine) {
    Map<TreePath, Long> known = since.computeIfAbsent(machine, _ -> new HashMap<>());
    Map<TreePath, TreeItem> shown = machine.items();
    known.keySet().retainAll(shown.keySet());
    shown.keySet().forEach(path -> known.putIfAbsent(path, machine.clock().monotonicNanos()));
  }

  /// What a disk shows for so long that a guard counts it.
  private Map<TreePath, TreeItem> standing(Machine machine, Map<TreePath, TreeItem> shown) {
    long now = machine.clock().monotonicNanos();
    Map<TreePath, TreeItem> standing = new HashMap<>(shown);
    standing
        .keySet()
        .removeIf(path ->
            now - since.getOrDefault(machine, Map.of()).getOrDefault(path, now) < WINDOW_NANOS);
    return standing;
  }

  private static void checkHistory(Machine machine, Map<ObjectId, String> before) {
    Map<ObjectId, String> now = machine.device().history();
    if (before.isEmpty()) {
      return;
    }
    Map<ObjectId, String> lost = new HashMap<>(before);
    // What it made itself and nobody has yet may be made anew.
    lost.values().removeIf(machine.identity()::equals);
    lost.keySet().removeAll(now.keySet());
    Optional<ObjectId> head = now.keySet().stream().findFirst();
    boolean back = head.isEmpty() || before.keySet().stream().skip(1).anyMatch(head.get()::equals);
    if (back || !lost.isEmpty()) {
      throw new Violation(
          Law.FORWARD,
          "%s went from %s to %s and lost %s"
              .formatted(machine.name(), before.keySet().iterator().next(), head, lost));
    }
  }

  private void checkAtHand(
      Machine machine, Map<TreePath, TreeItem> before, Map<TreePath, TreeItem> after) {
    Set<Bytes> gone = contents(before);
    gone.removeAll(contents(after));
    gone.removeIf(digest -> !ledger.isWritten(digest) || ledger.isEmpty(digest));
    if (!gone.isEmpty()) {
      gone.removeAll(machine.device().kept());
    }
    if (!gone.isEmpty()) {
      throw new Violation(
          Law.NO_LOSS,
          "%s has no more: %s"
              .formatted(machine.name(), gone.stream().map(ledger::origin).sorted().toList()));
    }
  }

  private static Set<Bytes> contents(Map<TreePath, TreeItem> items) {
    Set<Bytes> digests = new HashSet<>();
    for (TreeItem item : items.values()) {
      if (item instanceof TreeItem.File(Bytes digest, boolean _)) {
        digests.add(digest);
      }
    }
    return digests;
  }
}
