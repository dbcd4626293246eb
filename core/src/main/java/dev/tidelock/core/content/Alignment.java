package dev.tidelock.core.content;

import java.util.ArrayList;
import java.util.List;

/// The three-way alignment of sequences, as diff3 does it (Khanna, Kunal, Pierce: "A Formal
/// Investigation of Diff3", 2007).
///
/// The differences base → first and base → second are laid over each other. Hunks of the two sides
/// that overlap *or touch*, with no unchanged element between them, form one chunk changed by both:
/// what stands next to each other usually belongs together, and git decides the same way.
public final class Alignment {
  private final List<Chunk> chunks = new ArrayList<>();
  private final Side first;
  private final Side second;
  private int position;

  private Alignment(List<Hunk> first, List<Hunk> second) {
    this.first = new Side(first);
    this.second = new Side(second);
  }

  /// Aligns three sequences whose equal elements have equal numbers, numbered densely from zero.
  /// The chunks cover all three without a gap, in order.
  ///
  /// @param budget the work that each of the two differences may cost, in the units of
  ///   [SequenceDiff#BUDGET]; a coarser alignment is found where it does not suffice
  public static List<Chunk> of(int[] base, int[] first, int[] second, long budget) {
    return of(
        base.length,
        new SequenceDiff(base, first, budget).hunks(),
        new SequenceDiff(base, second, budget).hunks());
  }

  static List<Chunk> of(int baseLength, List<Hunk> first, List<Hunk> second) {
    return new Alignment(first, second).chunks(baseLength);
  }

  private List<Chunk> chunks(int baseLength) {
    while (first.hasNext() || second.hasNext()) {
      int start = Math.min(first.nextStart(), second.nextStart());
      unchangedUntil(start);
      changedFrom(start);
    }
    unchangedUntil(baseLength);
    return List.copyOf(chunks);
  }

  private void unchangedUntil(int end) {
    if (position < end) {
      chunks.add(
          new Chunk(
              Chunk.Change.NONE,
              new Range(position, end),
              first.range(position, first.shift, end),
              second.range(position, second.shift, end)));
      position = end;
    }
  }

  private void changedFrom(int start) {
    int firstShift = first.shift;
    int secondShift = second.shift;
    int firstAt = first.next;
    int secondAt = second.next;
    int end = start;
    while (first.nextStart() <= end || second.nextStart() <= end) {
      end = Math.max(end, first.nextStart() <= end ? first.take() : second.take());
    }
    boolean byFirst = first.next > firstAt;
    boolean bySecond = second.next > secondAt;
    Chunk.Change change =
        byFirst && bySecond
            ? Chunk.Change.BOTH
            : byFirst ? Chunk.Change.FIRST : Chunk.Change.SECOND;
    chunks.add(
        new Chunk(
            change,
            new Range(start, end),
            first.range(start, firstShift, end),
            second.range(start, secondShift, end)));
    position = end;
  }

  /// The hunks of one side, consumed in order.
  private static final class Side {
    private final List<Hunk> hunks;
    private int next;

    /// What to add to a position in the base, after the hunks taken so far, to get this side's.
    private int shift;

    Side(List<Hunk> hunks) {
      this.hunks = hunks;
    }

    boolean hasNext() {
      return next < hunks.size();
    }

    int nextStart() {
      return hasNext() ? hunks.get(next).from().start() : Integer.MAX_VALUE;
    }

    /// Takes the next hunk and returns where it ends in the base.
    int take() {
      Hunk hunk = hunks.get(next++);
      shift += hunk.to().size() - hunk.from().size();
      return hunk.from().end();
    }

    Range range(int baseStart, int shiftAtStart, int baseEnd) {
      return new Range(baseStart + shiftAtStart, baseEnd + shift);
    }
  }
}
