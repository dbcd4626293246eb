package dev.tidelock.core.ignore;

import java.util.List;
import java.util.Optional;

/// One line of an ignore file that can match something.
sealed interface Pattern {
  /// A pattern for a name at any depth.
  record OfName(int line, boolean negated, boolean directoryOnly, Glob name) implements Pattern {
    @Override
    public Optional<String> spelledName() {
      return name.literal();
    }
  }

  /// A pattern for a path from the ignore file's directory down.
  ///
  /// @param segments what is between its slashes; not empty, and no two `**` are neighbours
  record OfPath(int line, boolean negated, boolean directoryOnly, List<Segment> segments)
      implements Pattern {
    public OfPath {
      segments = List.copyOf(segments);
      if (segments.isEmpty()) {
        throw new IllegalArgumentException("a path pattern without segments");
      }
    }

    @Override
    public Optional<String> spelledName() {
      return switch (segments.getLast()) {
        case Glob glob -> glob.literal();
        case Segment.AnyDirectories _ -> Optional.empty();
      };
    }

    /// Whether the last segment, which a final `**` makes any, stands for `name`.
    boolean matchesLast(String name) {
      return switch (segments.getLast()) {
        case Glob glob -> glob.matches(name);
        case Segment.AnyDirectories _ -> true;
      };
    }
  }

  /// Where it stands in its file, from 1; of two patterns of one file the later decides.
  int line();

  /// Whether it takes back what earlier patterns ignore.
  boolean negated();

  /// Whether it stands for directories alone.
  boolean directoryOnly();

  /// The only last name that it can match, if that has no wildcard.
  Optional<String> spelledName();

  /// Whether this pattern may decide about a candidate that it matches.
  ///
  /// A guarded candidate is taken back only by a pattern that spells its name: `!*/` is not meant
  /// for a version-control directory, `!.git/` is.
  default boolean appliesTo(Candidate candidate) {
    return (candidate.directory() || !directoryOnly())
        && (!candidate.guarded() || !negated() || spelledName().isPresent());
  }
}
