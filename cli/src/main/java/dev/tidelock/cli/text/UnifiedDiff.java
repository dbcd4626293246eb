package dev.tidelock.cli.text;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.Hunk;
import dev.tidelock.core.content.LineDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The difference of two texts in the unified format, without the two lines that name them.
public final class UnifiedDiff {
  private static final int CONTEXT = 3;

  private final TextSide from;
  private final TextSide to;
  private final List<DiffLine> result = new ArrayList<>();

  private UnifiedDiff(TextSide from, TextSide to) {
    this.from = from;
    this.to = to;
  }

  /// The lines of the difference; nothing if one of the two is no text.
  public static Optional<List<DiffLine>> of(Bytes from, Bytes to) {
    Optional<TextSide> left = TextSide.of(from);
    Optional<TextSide> right = TextSide.of(to);
    return left.isEmpty() || right.isEmpty()
        ? Optional.empty()
        : Optional.of(new UnifiedDiff(left.get(), right.get()).lines());
  }

  private List<DiffLine> lines() {
    List<Hunk> near = new ArrayList<>();
    for (Hunk hunk : LineDiff.hunks(from.lines(), to.lines())) {
      if (!near.isEmpty() && hunk.from().start() - near.getLast().from().end() > 2 * CONTEXT) {
        group(near);
        near.clear();
      }
      near.add(hunk);
    }
    if (!near.isEmpty()) {
      group(near);
    }
    return result;
  }

  /// Adds hunks that share their context.
  private void group(List<Hunk> hunks) {
    Hunk first = hunks.getFirst();
    Hunk last = hunks.getLast();
    int lead = Math.min(CONTEXT, first.from().start());
    int fromStart = first.from().start() - lead;
    int toStart = first.to().start() - lead;
    int trail = Math.min(CONTEXT, from.lines().count() - last.from().end());
    int fromEnd = last.from().end() + trail;
    int toEnd = last.to().end() + trail;
    result.add(
        new DiffLine(
            DiffLine.Kind.PLACE,
            "@@ -" + range(fromStart, fromEnd) + " +" + range(toStart, toEnd) + " @@"));
    int at = fromStart;
    for (Hunk hunk : hunks) {
      add(DiffLine.Kind.SAME, from, at, hunk.from().start());
      add(DiffLine.Kind.GONE, from, hunk.from().start(), hunk.from().end());
      add(DiffLine.Kind.NEW, to, hunk.to().start(), hunk.to().end());
      at = hunk.from().end();
    }
    add(DiffLine.Kind.SAME, from, at, fromEnd);
  }

  private void add(DiffLine.Kind kind, TextSide side, int start, int end) {
    for (int i = start; i < end; i++) {
      result.add(new DiffLine(kind, kind.sign() + side.line(i)));
      if (side.openEnded(i)) {
        result.add(new DiffLine(DiffLine.Kind.SAME, "\\ No newline at end of file"));
      }
    }
  }

  private static String range(int start, int end) {
    int length = end - start;
    int first = length == 0 ? start : start + 1;
    return length == 1 ? String.valueOf(first) : first + "," + length;
  }
}
