package dev.tidelock.engine.apply;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.scan.Problem;
import java.util.List;

/// How applying a plan ended.
///
/// @param changed how many files and links were written, moved or removed
/// @param disturbed paths that somebody changed meanwhile: they are as they were left
/// @param problems paths that could not be changed
public record Applied(long changed, List<TreePath> disturbed, List<Problem> problems) {
  public Applied {
    disturbed = List.copyOf(disturbed);
    problems = List.copyOf(problems);
  }
}
