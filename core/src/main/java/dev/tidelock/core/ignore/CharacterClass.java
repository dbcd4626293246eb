package dev.tidelock.core.ignore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The code points that a bracket expression such as `[a-z]` or `[!_[:digit:]]` stands for.
///
/// @param negated whether the ranges are the code points it does not stand for
record CharacterClass(List<Range> ranges, boolean negated) {
  /// Code points from `first` to `last`, both included; none if `last` is smaller.
  record Range(int first, int last) {
    boolean contains(int codePoint) {
      return first <= codePoint && codePoint <= last;
    }
  }

  CharacterClass {
    ranges = List.copyOf(ranges);
  }

  boolean contains(int codePoint) {
    for (Range range : ranges) {
      if (range.contains(codePoint)) {
        return !negated;
      }
    }
    return negated;
  }

  /// The members of a POSIX class, of ASCII alone as in git; empty if there is no such class.
  static Optional<List<Range>> posix(String name) {
    return switch (name) {
      case "alnum" -> ranges('0', '9', 'A', 'Z', 'a', 'z');
      case "alpha" -> ranges('A', 'Z', 'a', 'z');
      case "blank" -> ranges('\t', '\t', ' ', ' ');
      case "cntrl" -> ranges(0x00, 0x1F, 0x7F, 0x7F);
      case "digit" -> ranges('0', '9');
      case "graph" -> ranges('!', '~');
      case "lower" -> ranges('a', 'z');
      case "print" -> ranges(' ', '~');
      case "punct" -> ranges('!', '/', ':', '@', '[', '`', '{', '~');
      case "space" -> ranges('\t', '\r', ' ', ' ');
      case "upper" -> ranges('A', 'Z');
      case "xdigit" -> ranges('0', '9', 'A', 'F', 'a', 'f');
      default -> Optional.empty();
    };
  }

  private static Optional<List<Range>> ranges(int... bounds) {
    List<Range> ranges = new ArrayList<>();
    for (int i = 0; i < bounds.length; i += 2) {
      ranges.add(new Range(bounds[i], bounds[i + 1]));
    }
    return Optional.of(ranges);
  }
}
