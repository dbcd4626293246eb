package dev.tidelock.simulation.world;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How a run went.
///
/// @param scenario what was run, with all choices that were made
/// @param traceHash the fingerprint of all that happened
/// @param counters how often what happened
/// @param calls by step, how many port calls the latest sync of its device had made
/// @param log what happened, in words
/// @param violation the first law that was broken, if any was
public record Report(
    Scenario scenario,
    long traceHash,
    Counters counters,
    List<Long> calls,
    List<String> log,
    Optional<Violation> violation) {
  private static final int SHOWN_FRAMES = 12;

  public Report {
    calls = List.copyOf(calls);
    log = List.copyOf(log);
  }

  /// The same report, of a scenario as it was before more choices were made.
  Report of(Scenario original) {
    return new Report(original, traceHash, counters, calls, log, violation);
  }

  /// The same report, found wanting.
  Report with(Violation found) {
    return new Report(scenario, traceHash, counters, calls, log, Optional.of(found));
  }

  /// The run as a story, for whoever has to explain it.
  public String story() {
    StringBuilder story = new StringBuilder();
    story.append("seed %016x, %d steps%n".formatted(scenario.seed(), scenario.steps().size()));
    for (int i = 0; i < scenario.disks().size(); i++) {
      story.append("disk %d: %s%n".formatted(i, scenario.disks().get(i)));
    }
    log.forEach(line -> story.append("  ").append(line).append('\n'));
    violation.ifPresent(broken -> {
      story.append(broken.words()).append('\n');
      for (Throwable cause = broken.getCause(); cause != null; cause = cause.getCause()) {
        story.append("  because of ").append(cause).append('\n');
        Arrays.stream(cause.getStackTrace())
            .limit(SHOWN_FRAMES)
            .forEach(frame -> story.append("    at ").append(frame).append('\n'));
      }
    });
    return story.toString();
  }
}
