package dev.tidelock.core.content;

import java.util.List;

/// The differences between two texts by lines, line endings included.
public final class LineDiff {
  private LineDiff() {}

  /// The hunks that make `to` from `from`, in order and never touching, in the bounded work of
  /// [SequenceDiff].
  public static List<Hunk> hunks(Lines from, Lines to) {
    LineNumbers numbers = new LineNumbers();
    return SequenceDiff.hunks(
        numbers.of(from.count(), from::line), numbers.of(to.count(), to::line));
  }
}
