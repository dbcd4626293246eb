package dev.tidelock.simulation.sabotage;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.world.EnginePlay;
import dev.tidelock.simulation.world.Report;
import dev.tidelock.simulation.world.Simulation;
import java.util.concurrent.Callable;

/// A search with one [Focus] in whatever product it is loaded with: after how many seeds it found
/// which violation, in words; empty if it found nothing.
public final class SabotagedRun implements Callable<String> {
  private final Focus focus;
  private final long root;
  private final int seeds;

  /// @param focus the name of the focus
  /// @param root from which all seeds follow
  /// @param seeds how many there may be
  public SabotagedRun(String focus, long root, int seeds) {
    this.focus = Focus.valueOf(focus);
    this.root = root;
    this.seeds = seeds;
  }

  @Override
  public String call() {
    Tape tape = Tape.of(root);
    for (int run = 1; run <= seeds; run++) {
      Report report =
          Simulation.run(focus.scenario(tape.nextLong()), new EnginePlay(), Trace.quiet());
      if (report.violation().isPresent()) {
        return "%d %s".formatted(run, report.violation().get().getMessage());
      }
    }
    return "";
  }
}
