package dev.tidelock.engine.sync;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.scan.Problem;
import java.util.List;

/// What came of resolving.
///
/// @param commit the commit that says so
/// @param problems why the disk does not show it yet, if it does not
public record Resolution(ObjectId commit, List<Problem> problems) {
  public Resolution {
    problems = List.copyOf(problems);
  }
}
