package dev.tidelock.core.content;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Elements that occur once in each of two ranges, in an order that both share: a longest
/// increasing subsequence by patience sorting, in O(n log n).
final class PatienceAnchors {
  /// A position in each sequence that holds the same element.
  record Anchor(int left, int right) {}

  /// An anchor on a pile, with the one before it in the subsequence.
  private record Card(Anchor anchor, @Nullable Card previous) {}

  private PatienceAnchors() {}

  static List<Anchor> of(int[] left, Range leftRange, int[] right, Range rightRange) {
    Map<Integer, Integer> inLeft = uniquePositions(left, leftRange);
    Map<Integer, Integer> inRight = uniquePositions(right, rightRange);
    List<Card> piles = new ArrayList<>();
    for (int i = leftRange.start(); i < leftRange.end(); i++) {
      Integer only = inLeft.get(left[i]);
      Integer partner = inRight.get(left[i]);
      if (only != null && only == i && partner != null && partner >= 0) {
        place(piles, new Anchor(i, partner));
      }
    }
    List<Anchor> anchors = new ArrayList<>();
    for (Card card = piles.isEmpty() ? null : piles.getLast();
        card != null;
        card = card.previous()) {
      anchors.add(card.anchor());
    }
    Collections.reverse(anchors);
    return anchors;
  }

  private static void place(List<Card> piles, Anchor anchor) {
    int low = 0;
    int high = piles.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (piles.get(middle).anchor().right() < anchor.right()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    Card card = new Card(anchor, low == 0 ? null : piles.get(low - 1));
    if (low == piles.size()) {
      piles.add(card);
    } else {
      piles.set(low, card);
    }
  }

  /// The position of each element; -1 for those that occur again.
  private static Map<Integer, Integer> uniquePositions(int[] sequence, Range range) {
    Map<Integer, Integer> positions = new HashMap<>();
    for (int i = range.start(); i < range.end(); i++) {
      int position = i;
      positions.compute(sequence[i], (_, earlier) -> earlier == null ? position : -1);
    }
    return positions;
  }
}
