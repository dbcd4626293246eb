package dev.tidelock.core.content;

/// One difference between two sequences: the elements in `from` were replaced by those in `to`.
public record Hunk(Range from, Range to) {
  public Hunk {
    if (from.isEmpty() && to.isEmpty()) {
      throw new IllegalArgumentException("a hunk without a change: " + from + " to " + to);
    }
  }

  static Hunk of(int fromStart, int fromEnd, int toStart, int toEnd) {
    return new Hunk(new Range(fromStart, fromEnd), new Range(toStart, toEnd));
  }
}
