package dev.tidelock.simulation.world;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Trace;
import java.util.concurrent.Callable;

/// A campaign against whatever engine it is loaded with: what it found first, in words; empty if it
/// found nothing.
public final class SabotagedRun implements Callable<String> {
  private static final long ROOT = 0x7361_626F_7461_6765L;

  private final int seeds;

  /// @param seeds how many seeds it may take
  public SabotagedRun(int seeds) {
    this.seeds = seeds;
  }

  @Override
  public String call() {
    Tape tape = Tape.of(ROOT);
    for (int run = 1; run <= seeds; run++) {
      Report report = Simulation.run(Scenario.of(tape.nextLong()), new EnginePlay(), Trace.quiet());
      if (report.violation().isPresent()) {
        return "%d seeds, %s".formatted(run, report.violation().get().words());
      }
    }
    return "";
  }
}
