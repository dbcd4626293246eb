package dev.tidelock.engine.guard;

import dev.tidelock.core.name.TreePath;
import java.util.List;

/// A set of changes that was held back because it is suspiciously large.
///
/// @param plan the set's hash, by which it can be accepted
/// @param deletes how many files and links it would delete
/// @param rewrites how many it would overwrite
/// @param examples some of the paths
public record SafetyStop(String plan, long deletes, long rewrites, List<TreePath> examples) {
  public SafetyStop {
    examples = List.copyOf(examples);
  }
}
