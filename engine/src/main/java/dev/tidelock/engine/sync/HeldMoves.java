package dev.tidelock.engine.sync;

import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.merge.Renames;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.guard.HeldBack;
import dev.tidelock.engine.scan.Change;
import dev.tidelock.engine.scan.ScanResult;
import dev.tidelock.engine.shown.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/// A scan's result as if some of its moves had not been seen: those that displaced something that a
/// guard holds back, and those that cannot be made without them. With a move goes everything that
/// was found at either of its ends. All of it is found again by the next scan.
final class HeldMoves {
  private final List<Rename> kept;
  private HeldBack targets = HeldBack.NOTHING;
  private HeldBack sources = HeldBack.NOTHING;

  private HeldMoves(List<Rename> moves) {
    this.kept = new ArrayList<>(moves);
  }

  /// The result without the moves that displaced something held.
  ///
  /// @param displaced what moves displaced
  /// @param held what a guard holds back
  static ScanResult without(ScanResult scan, Set<TreePath> displaced, HeldBack held) {
    TreeSet<TreePath> wanted = new TreeSet<>(displaced);
    wanted.removeIf(path -> !held.contains(path));
    if (wanted.isEmpty()) {
      return scan;
    }
    HeldMoves moves = new HeldMoves(scan.moves());
    moves.hold(new HeldBack(wanted));
    return moves.rest(scan);
  }

  private void hold(HeldBack wanted) {
    List<Rename> undone = new ArrayList<>();
    List<Rename> next = cannotBeMade(path -> wanted.covers(path) || wanted.reachesInto(path));
    while (!next.isEmpty()) {
      kept.removeAll(Set.copyOf(next));
      undone.addAll(next);
      Renames rest = Renames.of(kept);
      targets = ends(undone, Rename::to);
      sources = ends(undone, move -> rest.apply(move.from()));
      next = cannotBeMade(path -> touched(path) || sources.reachesInto(path));
    }
  }

  private List<Rename> cannotBeMade(Predicate<TreePath> taken) {
    return kept.stream().filter(move -> taken.test(move.to())).toList();
  }

  private static HeldBack ends(List<Rename> moves, Function<Rename, TreePath> end) {
    return new HeldBack(new TreeSet<>(moves.stream().map(end).toList()));
  }

  private ScanResult rest(ScanResult scan) {
    SortedMap<TreePath, Change> changes = new TreeMap<>(scan.changes());
    changes
        .entrySet()
        .removeIf(each ->
            touched(each.getKey())
                || !(each.getValue() instanceof Change.MakeDirectory)
                    && sources.reachesInto(each.getKey()));
    SortedMap<TreePath, Shown> refreshed = new TreeMap<>(scan.refreshed());
    refreshed.keySet().removeIf(this::touched);
    Set<TreePath> forgotten = new TreeSet<>(scan.forgotten());
    forgotten.removeIf(path -> touched(path) || sources.reachesInto(path));
    Set<TreePath> covered = new TreeSet<>(scan.covered());
    covered.removeIf(this::touched);
    return new ScanResult(
        kept, changes, refreshed, forgotten, covered, scan.leftOver(), scan.problems());
  }

  private boolean touched(TreePath path) {
    return targets.covers(path) || sources.covers(path);
  }
}
