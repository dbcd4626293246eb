package dev.tidelock.simulation.rows;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.simulation.rows.RowHistory.Standing;
import dev.tidelock.simulation.world.Violation;
import dev.tidelock.simulation.world.Violation.Law;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What must hold of rows: of pairs after every sync, of everything when all is calm.
final class RowLaws {
  private final List<RowMachine> machines;
  private final RowLedger ledger;
  private final RowWitness witness;
  private final RowHistory history;

  RowLaws(List<RowMachine> machines, RowLedger ledger, RowWitness witness, RowHistory history) {
    this.witness = witness;
    this.machines = machines;
    this.ledger = ledger;
    this.history = history;
  }

  /// No transaction shows in parts anywhere.
  void checkPairs() {
    for (RowMachine machine : machines) {
      Object left = machine.application().rows(RowUser.PAIR.getFirst());
      Object right = machine.application().rows(RowUser.PAIR.getLast());
      if (!left.equals(right)) {
        throw new Violation(
            Law.NO_TEARING,
            "%s shows a part of a transaction: %s and %s".formatted(machine.name(), left, right));
      }
    }
  }

  /// Checks what must hold when all is calm; what was seen, in words to be counted.
  ///
  /// @param last how the latest sync of each device ended
  List<String> check(List<SyncOutcome> last) {
    List<String> seen = new ArrayList<>();
    checkRoots(last);
    SortedMap<String, SortedMap<String, Standing>> head = history.head();
    for (RowMachine machine : machines) {
      checkShown(machine, head);
      if (!machine.application().check().equals("ok")) {
        throw new Violation(Law.VERIFIES, machine.application().check());
      }
    }
    checkLoss(seen);
    witness.calm(head);
    head.values().stream()
        .flatMap(rows -> rows.values().stream())
        .forEach(standing -> {
          seen.add(
              standing.refused()
                  ? "row: refused"
                  : standing.isConflict() ? "row: in conflict" : "row: plain");
        });
    return seen;
  }

  private void checkRoots(List<SyncOutcome> last) {
    Set<ObjectId> roots = new HashSet<>();
    last.forEach(outcome -> roots.add(outcome.root()));
    if (roots.size() > 1) {
      throw new Violation(Law.CONVERGENCE, "devices have different roots: " + roots);
    }
  }

  private void checkShown(RowMachine machine, SortedMap<String, SortedMap<String, Standing>> head) {
    for (String table : machine.application().tables()) {
      SortedMap<String, Standing> wanted = head.getOrDefault(table, new TreeMap<>());
      SortedMap<String, Map<String, String>> shown = machine.application().rows(table);
      Set<String> keys = new TreeSet<>(wanted.keySet());
      keys.addAll(shown.keySet());
      for (String key : keys) {
        Optional<Map<String, String>> row = Optional.ofNullable(shown.get(key));
        Standing standing =
            wanted.getOrDefault(key, new Standing(List.of(Optional.empty()), false));
        boolean right =
            standing.refused() ? row.isEmpty() : standing.rows().stream().anyMatch(row::equals);
        if (!right) {
          throw new Violation(
              Law.CONVERGENCE,
              "%s shows in %s under %s %s instead of %s"
                  .formatted(machine.name(), table, key, row, standing));
        }
      }
    }
  }

  /// The values that can be had even if a device forgets what it knows.
  Set<String> kept(RowMachine machine) {
    Set<String> kept = new HashSet<>(history.values());
    kept.addAll(machine.application().values());
    return kept;
  }

  private void checkLoss(List<String> seen) {
    Set<String> there = new HashSet<>(history.values());
    machines.forEach(machine -> there.addAll(machine.application().values()));
    ledger
        .owed()
        .forEach((device, values) -> {
          seen.add("owed: values");
          for (String value : values) {
            if (!there.contains(value)) {
              throw new Violation(
                  Law.NO_LOSS,
                  "%s wrote %s by %s, and it is nowhere"
                      .formatted(device, brief(value), ledger.origin(value)));
            }
          }
        });
    for (String value : there) {
      if (RowLedger.isMarked(value) && !ledger.isWritten(value)) {
        throw new Violation(Law.NO_TEARING, "nobody wrote " + brief(value));
      }
    }
  }

  private static String brief(String value) {
    return value.substring(0, Math.min(30, value.length()));
  }
}
