package dev.tidelock.core.content;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// The differences between two sequences, in bounded work.
///
/// Elements that only one sequence has are set aside first; that loses nothing, since no common
/// subsequence holds them. The rest goes through Myers' algorithm in linear space (Eugene W. Myers:
/// "An O(ND) Difference Algorithm and Its Variations", 1986), which finds a shortest edit script.
/// Its work is quadratic at worst, so it has a budget. A pair of sequences that exceeds it is cut
/// at elements that occur once in each and in the same order (Bram Cohen's patience diff), every
/// gap gets a small budget of its own, and a gap that exceeds that is one hunk. The result is then
/// not the shortest, but still true: outside the hunks the sequences are equal.
///
/// Hunks that only insert or only delete can often stand in several places; they are moved as far
/// to the end as they go, so that equal changes on two sides take equal places.
public final class SequenceDiff {
  /// The work of one difference at most, in elements looked at, above a small multiple of the
  /// lengths: some 8,000 changed lines are still found exactly, and a tenth of a second is not
  /// exceeded by much.
  public static final long BUDGET = 1L << 24;

  private final int[] from;
  private final int[] to;
  private final long budget;
  private final BitSet deleted = new BitSet();
  private final BitSet inserted = new BitSet();
  private long work;

  SequenceDiff(int[] from, int[] to, long budget) {
    this.from = from;
    this.to = to;
    this.budget = budget;
  }

  /// The hunks between two sequences whose equal elements have equal numbers, numbered densely from
  /// zero. They are in order and never touch each other.
  public static List<Hunk> hunks(int[] from, int[] to) {
    return new SequenceDiff(from, to, BUDGET).hunks();
  }

  List<Hunk> hunks() {
    int prefix = 0;
    while (prefix < from.length && prefix < to.length && from[prefix] == to[prefix]) {
      prefix++;
    }
    int suffix = 0;
    while (suffix < from.length - prefix
        && suffix < to.length - prefix
        && from[from.length - 1 - suffix] == to[to.length - 1 - suffix]) {
      suffix++;
    }
    Range fromMiddle = new Range(prefix, from.length - suffix);
    Range toMiddle = new Range(prefix, to.length - suffix);
    work += from.length + to.length;
    Excerpt left = Excerpt.of(from, fromMiddle, to, toMiddle, deleted);
    Excerpt right = Excerpt.of(to, toMiddle, from, fromMiddle, inserted);
    MyersDiff myers = new MyersDiff(left.elements, right.elements, budget);
    myers.run();
    work += myers.work();
    left.mark(myers.deleted(), deleted);
    right.mark(myers.inserted(), inserted);
    return moved(marked());
  }

  /// The elements looked at so far: what the work is measured in.
  long work() {
    return work;
  }

  private List<Hunk> marked() {
    List<Hunk> hunks = new ArrayList<>();
    int i = 0;
    int j = 0;
    int nextDeleted = orEnd(deleted.nextSetBit(0), from.length);
    int nextInserted = orEnd(inserted.nextSetBit(0), to.length);
    while (true) {
      int equal = Math.min(nextDeleted - i, nextInserted - j);
      i += equal;
      j += equal;
      if (i == from.length && j == to.length) {
        return hunks;
      }
      int iEnd = deleted.nextClearBit(i);
      int jEnd = inserted.nextClearBit(j);
      hunks.add(Hunk.of(i, iEnd, j, jEnd));
      // Searched only when used up: else a far bit would be looked for again by every hunk.
      if (iEnd > i) {
        nextDeleted = orEnd(deleted.nextSetBit(iEnd), from.length);
      }
      if (jEnd > j) {
        nextInserted = orEnd(inserted.nextSetBit(jEnd), to.length);
      }
      i = iEnd;
      j = jEnd;
    }
  }

  private static int orEnd(int bit, int end) {
    return bit < 0 ? end : bit;
  }

  private List<Hunk> moved(List<Hunk> hunks) {
    List<Hunk> result = new ArrayList<>();
    for (int i = 0; i < hunks.size(); i++) {
      Hunk hunk = hunks.get(i);
      int limit = i + 1 < hunks.size() ? hunks.get(i + 1).from().start() : from.length;
      hunk = movedDown(hunk, limit);
      if (i + 1 < hunks.size() && hunk.from().end() == limit) {
        Hunk next = hunks.get(i + 1);
        hunks.set(
            i + 1,
            Hunk.of(hunk.from().start(), next.from().end(), hunk.to().start(), next.to().end()));
      } else {
        result.add(hunk);
      }
    }
    return result;
  }

  private Hunk movedDown(Hunk hunk, int limit) {
    Range source = hunk.from();
    Range target = hunk.to();
    if (!source.isEmpty() && !target.isEmpty()) {
      return hunk;
    }
    int[] sequence = source.isEmpty() ? to : from;
    Range changed = source.isEmpty() ? target : source;
    int room = limit - source.end();
    int distance = 0;
    while (distance < room
        && sequence[changed.start() + distance] == sequence[changed.end() + distance]) {
      distance++;
    }
    work += distance;
    return Hunk.of(
        source.start() + distance,
        source.end() + distance,
        target.start() + distance,
        target.end() + distance);
  }

  /// The elements of a sequence that the other one has too, with where they stood.
  private static final class Excerpt {
    private final int[] elements;
    private final int[] positions;

    private Excerpt(int[] elements, int[] positions) {
      this.elements = elements;
      this.positions = positions;
    }

    static Excerpt of(int[] sequence, Range range, int[] other, Range otherRange, BitSet without) {
      BitSet known = new BitSet();
      for (int i = otherRange.start(); i < otherRange.end(); i++) {
        known.set(other[i]);
      }
      int[] elements = new int[range.size()];
      int[] positions = new int[range.size()];
      int count = 0;
      for (int i = range.start(); i < range.end(); i++) {
        if (known.get(sequence[i])) {
          elements[count] = sequence[i];
          positions[count++] = i;
        } else {
          without.set(i);
        }
      }
      return new Excerpt(Arrays.copyOf(elements, count), Arrays.copyOf(positions, count));
    }

    void mark(BitSet changed, BitSet target) {
      changed.stream().forEach(i -> target.set(positions[i]));
    }
  }
}
