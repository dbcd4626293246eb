package dev.tidelock.core.content;

import java.util.BitSet;

/// One run of Myers' linear-space difference over two sequences, with a budget.
///
/// A box is a pair of ranges. The middle of a shortest edit script of a box is found by searching
/// from both of its corners at once; the box is cut there and both parts are treated alike. `left`
/// and `right` index the two sequences throughout.
final class MyersDiff {
  /// The budget of a gap between patience anchors: this for each element and a little more.
  private static final long GAP_BUDGET_PER_ELEMENT = 16;

  private static final long GAP_BUDGET = 256;

  private final int[] left;
  private final int[] right;
  private final BitSet deleted = new BitSet();
  private final BitSet inserted = new BitSet();

  /// How far along the left sequence each diagonal has come, from the front and from the back.
  private final int[] forward;

  private final int[] backward;
  private final int origin;
  private long limit;
  private long work;
  private boolean exhausted;
  private int cutLeft;
  private int cutRight;

  MyersDiff(int[] left, int[] right, long budget) {
    this.left = left;
    this.right = right;
    this.limit = budget;
    this.origin = right.length + 1;
    this.forward = new int[left.length + right.length + 3];
    this.backward = new int[left.length + right.length + 3];
  }

  void run() {
    compare(0, left.length, 0, right.length);
  }

  BitSet deleted() {
    return deleted;
  }

  BitSet inserted() {
    return inserted;
  }

  long work() {
    return work;
  }

  private void compare(int leftFrom, int leftTo, int rightFrom, int rightTo) {
    int leftStart = leftFrom;
    int rightStart = rightFrom;
    int leftEnd = leftTo;
    int rightEnd = rightTo;
    while (leftStart < leftEnd && rightStart < rightEnd && left[leftStart] == right[rightStart]) {
      leftStart++;
      rightStart++;
    }
    while (leftStart < leftEnd
        && rightStart < rightEnd
        && left[leftEnd - 1] == right[rightEnd - 1]) {
      leftEnd--;
      rightEnd--;
    }
    work += leftTo - leftFrom - (leftEnd - leftStart) + 1;
    if (leftStart == leftEnd || rightStart == rightEnd) {
      replace(leftStart, leftEnd, rightStart, rightEnd);
    } else if (cut(leftStart, leftEnd, rightStart, rightEnd)) {
      int leftMiddle = cutLeft;
      int rightMiddle = cutRight;
      compare(leftStart, leftMiddle, rightStart, rightMiddle);
      compare(leftMiddle, leftEnd, rightMiddle, rightEnd);
    } else if (exhausted) {
      replace(leftStart, leftEnd, rightStart, rightEnd);
    } else {
      compareBetweenAnchors(leftStart, leftEnd, rightStart, rightEnd);
    }
  }

  private void replace(int leftStart, int leftEnd, int rightStart, int rightEnd) {
    deleted.set(leftStart, leftEnd);
    inserted.set(rightStart, rightEnd);
  }

  private void compareBetweenAnchors(int leftStart, int leftEnd, int rightStart, int rightEnd) {
    exhausted = true;
    int leftAt = leftStart;
    int rightAt = rightStart;
    Range leftRange = new Range(leftStart, leftEnd);
    Range rightRange = new Range(rightStart, rightEnd);
    for (PatienceAnchors.Anchor anchor : PatienceAnchors.of(left, leftRange, right, rightRange)) {
      compareGap(leftAt, anchor.left(), rightAt, anchor.right());
      leftAt = anchor.left() + 1;
      rightAt = anchor.right() + 1;
    }
    compareGap(leftAt, leftEnd, rightAt, rightEnd);
    exhausted = false;
    limit = work;
  }

  private void compareGap(int leftStart, int leftEnd, int rightStart, int rightEnd) {
    long size = (long) leftEnd - leftStart + rightEnd - rightStart;
    limit = work + GAP_BUDGET + GAP_BUDGET_PER_ELEMENT * size;
    compare(leftStart, leftEnd, rightStart, rightEnd);
  }

  /// Finds a point on a shortest edit script of the box, near its middle, and leaves it in
  /// `cutLeft` and `cutRight`; false if the budget does not suffice.
  ///
  /// Diagonal k holds the points whose left offset exceeds the right one by k. Diagonals outside
  /// the box are left out: a diagonal that has met an edge can only be left towards the inside.
  private boolean cut(int leftStart, int leftEnd, int rightStart, int rightEnd) {
    int n = leftEnd - leftStart;
    int m = rightEnd - rightStart;
    int delta = n - m;
    boolean odd = (delta & 1) != 0;
    forward[origin + 1] = 0;
    backward[origin + 1] = 0;
    for (int d = 0; work <= limit; d++) {
      int low = -d + 2 * Math.max(0, d - m);
      int high = d - 2 * Math.max(0, d - n);
      for (int k = low; k <= high; k += 2) {
        int from = furthest(forward, k, d);
        int x = from;
        while (x < n && x - k < m && left[leftStart + x] == right[rightStart + x - k]) {
          x++;
        }
        work += x - from + 1;
        forward[origin + k] = x;
        boolean facing = odd && Math.abs(delta - k) < d;
        if (facing && x + backward[origin + delta - k] >= n) {
          cutLeft = leftStart + x;
          cutRight = rightStart + x - k;
          return true;
        }
      }
      for (int k = low; k <= high; k += 2) {
        int from = furthest(backward, k, d);
        int x = from;
        while (x < n && x - k < m && left[leftEnd - 1 - x] == right[rightEnd - 1 - x + k]) {
          x++;
        }
        work += x - from + 1;
        backward[origin + k] = x;
        boolean facing = !odd && Math.abs(delta - k) <= d;
        if (facing && x + forward[origin + delta - k] >= n) {
          cutLeft = leftEnd - x;
          cutRight = rightEnd - x + k;
          return true;
        }
      }
    }
    return false;
  }

  /// Where diagonal `k` can be entered with `d` edits: from a neighbour reached with one less.
  private int furthest(int[] reached, int k, int d) {
    int below = reached[origin + k + 1];
    if (k == -d) {
      return below;
    }
    int beside = reached[origin + k - 1];
    return k != d && beside < below ? below : beside + 1;
  }
}
