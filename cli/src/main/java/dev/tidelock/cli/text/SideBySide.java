package dev.tidelock.cli.text;

import dev.tidelock.cli.output.Words;
import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.Hunk;
import dev.tidelock.core.content.LineDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Two texts in two columns, line beside line, with what differs marked in between.
public final class SideBySide {
  private static final int CONTEXT = 2;

  private final TextSide left;
  private final TextSide right;
  private final int column;
  private final List<DiffLine> result = new ArrayList<>();

  private SideBySide(TextSide left, TextSide right, int width) {
    this.left = left;
    this.right = right;
    this.column = (width - 3) / 2;
  }

  /// The places where both differ, with a few lines around; nothing if one of them is no text.
  ///
  /// @param width how many characters fit beside each other, 20 or more
  public static Optional<List<DiffLine>> of(Bytes left, Bytes right, int width) {
    Optional<TextSide> one = TextSide.of(left);
    Optional<TextSide> other = TextSide.of(right);
    return one.isEmpty() || other.isEmpty()
        ? Optional.empty()
        : Optional.of(new SideBySide(one.get(), other.get(), Math.max(20, width)).lines());
  }

  private List<DiffLine> lines() {
    int leftAt = 0;
    int rightAt = 0;
    for (Hunk hunk : LineDiff.hunks(left.lines(), right.lines())) {
      same(leftAt, rightAt, hunk.from().start(), CONTEXT);
      changed(hunk);
      leftAt = hunk.from().end();
      rightAt = hunk.to().end();
    }
    same(leftAt, rightAt, left.lines().count(), 0);
    return result;
  }

  /// Adds the equal lines from `from` to `to`, but those far from every difference.
  ///
  /// @param trail how many of the last ones are near one
  private void same(int from, int rightFrom, int to, int trail) {
    int head = Math.min(to, from + (result.isEmpty() ? 0 : CONTEXT));
    int tail = Math.max(head, to - trail);
    for (int i = from; i < to; i++) {
      if (i < head || i >= tail) {
        row(left.line(i), ' ', right.line(rightFrom + i - from));
      } else if (i == head) {
        result.add(
            new DiffLine(DiffLine.Kind.PLACE, "… " + Words.count(tail - head, "equal line")));
      }
    }
  }

  private void changed(Hunk hunk) {
    int rows = Math.max(hunk.from().size(), hunk.to().size());
    for (int i = 0; i < rows; i++) {
      boolean here = i < hunk.from().size();
      boolean there = i < hunk.to().size();
      char sign = here && there ? '|' : here ? '<' : '>';
      row(
          here ? left.line(hunk.from().start() + i) : "",
          sign,
          there ? right.line(hunk.to().start() + i) : "");
    }
  }

  private void row(String one, char sign, String other) {
    DiffLine.Kind kind =
        switch (sign) {
          case '<' -> DiffLine.Kind.GONE;
          case '>' -> DiffLine.Kind.NEW;
          case '|' -> DiffLine.Kind.PLACE;
          default -> DiffLine.Kind.SAME;
        };
    result.add(new DiffLine(kind, fitted(one) + " " + sign + " " + fitted(other).stripTrailing()));
  }

  private String fitted(String line) {
    String plain = line.replace("\t", "    ");
    int length = plain.codePointCount(0, plain.length());
    return length > column
        ? plain.substring(0, plain.offsetByCodePoints(0, column - 1)) + "…"
        : plain + " ".repeat(column - length);
  }
}
