package dev.tidelock.cli.crash;

import dev.tidelock.cli.crash.TracedProcess.Ending;
import dev.tidelock.cli.crash.TracedProcess.Hit;
import dev.tidelock.cli.crash.TracedProcess.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Something that the program does in a small world, and may be killed in.
interface Trial {
  /// What it is called in reports.
  String name();

  /// Does it once in a world of its own, with a kill, and looks at what comes of it.
  ///
  /// @param base an empty directory
  /// @param point where it is killed; nothing to let it end
  Outcome run(Path base, Optional<Point> point) throws IOException;

  /// Whether it makes the same calls in the same order each time.
  boolean isSequential();

  /// Whether a kill before a call is worth a try where all are tried: not where nobody could tell
  /// it from a kill before the next one.
  default boolean isWorthIt(Hit hit) {
    return hit.call().shows();
  }

  /// What came of it.
  ///
  /// @param ending how the process ended
  /// @param faults what is not as it should be
  record Outcome(Ending ending, List<String> faults) {}
}
