package dev.tidelock.engine.store;

import dev.tidelock.core.object.ObjectId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which references of a changed object stand where which ones stood before, guessed from their
/// order alone: what both lists hold once and in the same order is what did not change, and between
/// two such the rest is paired in order. A wrong guess costs bytes and nothing else.
public final class ReferencePairs {
  private final List<ObjectId> mine;
  private final List<ObjectId> theirs;
  private final Map<ObjectId, ObjectId> pairs = new HashMap<>();
  private final Set<ObjectId> shared;

  private ReferencePairs(List<ObjectId> mine, List<ObjectId> theirs) {
    this.mine = mine;
    this.theirs = theirs;
    this.shared = new HashSet<>(theirs);
  }

  /// Of each reference of `mine` that `theirs` lacks, the one of `theirs` that it most likely came
  /// from, if there is any.
  public static Map<ObjectId, ObjectId> of(List<ObjectId> mine, List<ObjectId> theirs) {
    if (mine.isEmpty() || theirs.isEmpty()) {
      return Map.of();
    }
    return new ReferencePairs(mine, theirs).pair();
  }

  private Map<ObjectId, ObjectId> pair() {
    int fromMine = 0;
    int fromTheirs = 0;
    for (int[] anchor : anchors()) {
      pairGap(fromMine, anchor[0], fromTheirs, anchor[1]);
      fromMine = anchor[0] + 1;
      fromTheirs = anchor[1] + 1;
    }
    pairGap(fromMine, mine.size(), fromTheirs, theirs.size());
    return pairs;
  }

  /// In order, and of more with fewer each with the nearest.
  private void pairGap(int fromMine, int toMine, int fromTheirs, int toTheirs) {
    int there = toTheirs - fromTheirs;
    int here = toMine - fromMine;
    if (there == 0) {
      return;
    }
    for (int i = 0; i < here; i++) {
      int beside = here <= there ? i : (int) ((long) i * there / here);
      ObjectId id = mine.get(fromMine + i);
      if (!shared.contains(id)) {
        pairs.putIfAbsent(id, theirs.get(fromTheirs + beside));
      }
    }
  }

  /// The longest run of positions that ascend on both sides (patience sorting, as Fredman 1975 has
  /// it).
  private List<int[]> anchors() {
    List<int[]> common = common();
    int[] tails = new int[common.size()];
    int[] before = new int[common.size()];
    int length = 0;
    for (int i = 0; i < common.size(); i++) {
      int at = lowerBound(common, tails, length, common.get(i)[1]);
      before[i] = at == 0 ? -1 : tails[at - 1];
      tails[at] = i;
      length = Math.max(length, at + 1);
    }
    int[][] run = new int[length][];
    int last = length == 0 ? -1 : tails[length - 1];
    for (int i = length - 1; i >= 0; i--) {
      run[i] = common.get(last);
      last = before[last];
    }
    return Arrays.asList(run);
  }

  private static int lowerBound(List<int[]> common, int[] tails, int length, int position) {
    int low = 0;
    int high = length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (common.get(tails[middle])[1] < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Where what both sides hold once stands, here and there, ascending here.
  private List<int[]> common() {
    Map<ObjectId, Integer> there = positions(theirs);
    Map<ObjectId, Integer> here = positions(mine);
    List<int[]> common = new ArrayList<>();
    for (int i = 0; i < mine.size(); i++) {
      ObjectId id = mine.get(i);
      int position = there.getOrDefault(id, -1);
      if (position >= 0 && here.getOrDefault(id, -1) == i) {
        common.add(new int[] {i, position});
      }
    }
    return common;
  }

  /// Positions of what stands in a list once; of what stands there more often, -1.
  private static Map<ObjectId, Integer> positions(List<ObjectId> ids) {
    Map<ObjectId, Integer> positions = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      positions.merge(ids.get(i), i, (_, _) -> -1);
    }
    return positions;
  }
}
