package dev.tidelock.engine.store;

import dev.tidelock.core.object.ObjectId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which references of a changed object stand where which ones stood before, guessed from their
/// order alone: what both lists hold once and in the same order is what did not change, and between
/// two such the rest is paired in order. A wrong guess costs bytes and nothing else.
public final class ReferencePairs {
  private final List<ObjectId> mine;
  private final List<ObjectId> theirs;

  private final Map<ObjectId, Met> there = new HashMap<>();

  private final Map<ObjectId, ObjectId> bases = new HashMap<>();

  private ReferencePairs(List<ObjectId> mine, List<ObjectId> theirs) {
    this.mine = mine;
    this.theirs = theirs;
    for (int i = 0; i < theirs.size(); i++) {
      int position = i;
      there.computeIfAbsent(theirs.get(i), _ -> new Met(position)).there++;
    }
  }

  /// A reference of `theirs`, and how often it was met.
  private static final class Met {
    private final int position;
    private int there;
    private int here;

    private Met(int position) {
      this.position = position;
    }

    private boolean isOnceInBoth() {
      return there == 1 && here == 1;
    }
  }

  /// Pairs `mine`, what an object refers to, with `theirs`, what another version of it does.
  public static ReferencePairs of(List<ObjectId> mine, List<ObjectId> theirs) {
    ReferencePairs pairs = new ReferencePairs(mine, theirs);
    pairs.pair();
    return pairs;
  }

  /// Whether `theirs` holds a reference.
  public boolean isThere(ObjectId id) {
    return there.containsKey(id);
  }

  /// Whether both hold a reference.
  public boolean isShared(ObjectId id) {
    Met met = there.get(id);
    return met != null && met.here > 0;
  }

  /// Of each reference of `mine` that `theirs` lacks, the one of `theirs` that it most likely came
  /// from, if there is any.
  public Map<ObjectId, ObjectId> bases() {
    return Collections.unmodifiableMap(bases);
  }

  private void pair() {
    int fromMine = 0;
    int fromTheirs = 0;
    for (int[] anchor : anchors()) {
      pairGap(fromMine, anchor[0], fromTheirs, anchor[1]);
      fromMine = anchor[0] + 1;
      fromTheirs = anchor[1] + 1;
    }
    pairGap(fromMine, mine.size(), fromTheirs, theirs.size());
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
      if (!isThere(id)) {
        bases.putIfAbsent(id, theirs.get(fromTheirs + beside));
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
    List<Optional<Met>> met = mine.stream().map(id -> Optional.ofNullable(there.get(id))).toList();
    met.forEach(each -> each.ifPresent(it -> it.here++));
    List<int[]> common = new ArrayList<>();
    for (int i = 0; i < met.size(); i++) {
      int position = met.get(i).filter(Met::isOnceInBoth).map(it -> it.position).orElse(-1);
      if (position >= 0) {
        common.add(new int[] {i, position});
      }
    }
    return common;
  }
}
