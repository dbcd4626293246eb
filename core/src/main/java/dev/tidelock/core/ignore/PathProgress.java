package dev.tidelock.core.ignore;

import java.util.BitSet;
import java.util.Optional;

/// How far a pattern for paths has come on the way from its ignore file's directory down to
/// another, so that each directory is compared once and not again for each entry below it.
/// Immutable.
///
/// It is the set of segments that may come next, as in the simulation of a finite automaton: only
/// `**` makes it more than one, and no choice is ever taken back.
final class PathProgress {
  private final Pattern.OfPath pattern;
  private final BitSet next;

  private PathProgress(Pattern.OfPath pattern, BitSet next) {
    this.pattern = pattern;
    this.next = next;
  }

  /// In the directory of the ignore file itself.
  static PathProgress start(Pattern.OfPath pattern) {
    PathProgress start = new PathProgress(pattern, new BitSet());
    start.expect(0, start.next);
    return start;
  }

  Pattern.OfPath pattern() {
    return pattern;
  }

  /// Whether the pattern matches the entry `name` of the directory reached.
  boolean matches(String name) {
    return next.get(pattern.segments().size() - 1) && pattern.matchesLast(name);
  }

  /// The progress in the directory `name` of the one reached; empty if the pattern can match
  /// nothing in it.
  Optional<PathProgress> enter(String name) {
    BitSet entered = new BitSet();
    for (int i = next.nextSetBit(0); i >= 0; i = next.nextSetBit(i + 1)) {
      switch (pattern.segments().get(i)) {
        case Segment.AnyDirectories _ -> expect(i, entered);
        case Glob glob -> {
          if (glob.matches(name)) {
            expect(i + 1, entered);
          }
        }
      }
    }
    return entered.isEmpty() ? Optional.empty() : Optional.of(new PathProgress(pattern, entered));
  }

  /// Adds a segment, and the one after it if it may stand for no directory. A final `**` stands for
  /// at least one name, so nothing comes after it.
  private void expect(int segment, BitSet expected) {
    int size = pattern.segments().size();
    if (segment < size) {
      expected.set(segment);
    }
    if (segment < size - 1 && pattern.segments().get(segment) instanceof Segment.AnyDirectories) {
      expected.set(segment + 1);
    }
  }
}
