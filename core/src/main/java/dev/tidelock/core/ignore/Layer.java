package dev.tidelock.core.ignore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one ignore file has to say in one directory, its own or one below. Immutable.
///
/// @param paths the patterns that can still match, the later ones first
record Layer(IgnoreFile file, List<PathProgress> paths) {
  Layer {
    paths = List.copyOf(paths);
  }

  /// In the file's own directory.
  static Layer of(IgnoreFile file) {
    return new Layer(file, file.paths().stream().map(PathProgress::start).toList());
  }

  /// Whether it can decide about anything here or below.
  boolean speaks() {
    return !paths.isEmpty() || file.matchesAnywhere();
  }

  /// The pattern that decides about a candidate in this directory: the last one that matches.
  Optional<Pattern> decide(Candidate candidate) {
    Optional<Pattern> anywhere = file.lastMatchAnywhere(candidate);
    int decided = anywhere.map(Pattern::line).orElse(0);
    for (PathProgress path : paths) {
      if (path.pattern().line() < decided) {
        return anywhere;
      }
      if (path.pattern().appliesTo(candidate) && path.matches(candidate.name())) {
        return Optional.of(path.pattern());
      }
    }
    return anywhere;
  }

  /// The same file's say in the directory `name` of this one.
  Layer enter(String name) {
    if (paths.isEmpty()) {
      return this;
    }
    List<PathProgress> entered = new ArrayList<>();
    for (PathProgress path : paths) {
      path.enter(name).ifPresent(entered::add);
    }
    return new Layer(file, entered);
  }
}
