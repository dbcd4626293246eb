package dev.tidelock.core.ignore;

/// What stands between two slashes of a pattern: a [Glob] for one name, or `**` for any number of
/// directories.
sealed interface Segment permits Glob, Segment.AnyDirectories {
  /// The segment `**`.
  enum AnyDirectories implements Segment {
    ANY_DIRECTORIES
  }
}
