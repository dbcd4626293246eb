package dev.tidelock.core.content;

/// A run of positions in a sequence, from `start`, inclusive, to `end`, exclusive; maybe empty.
public record Range(int start, int end) {
  public Range {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("no range: " + start + " to " + end);
    }
  }

  /// The number of positions.
  public int size() {
    return end - start;
  }

  /// Whether there is no position.
  public boolean isEmpty() {
    return start == end;
  }
}
