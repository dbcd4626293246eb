package dev.tidelock.simulation.rows;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.rows.RowSimulation.Report;
import dev.tidelock.simulation.rows.RowStep.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// A search with some kinds of steps in whatever product it is loaded with: after how many seeds it
/// found which violation, in words; empty if it found nothing.
public final class RowSearch implements Callable<String> {
  private static final int DEVICES = 2;
  private static final int STEPS = 10;
  private static final int PHASES = 2;

  private final List<Kind> kinds;
  private final long root;
  private final int seeds;

  /// @param kinds the kinds of steps, with blanks between them
  /// @param root from which all seeds follow
  /// @param seeds how many there may be
  public RowSearch(String kinds, long root, int seeds) {
    this.kinds = Stream.of(kinds.split(" ", -1)).map(Kind::valueOf).toList();
    this.root = root;
    this.seeds = seeds;
  }

  @Override
  public String call() {
    Tape tape = Tape.of(root);
    for (int run = 1; run <= seeds; run++) {
      Report report = RowCampaign.once(scenario(tape.fork()));
      if (report.violation().isPresent()) {
        return "%d %s".formatted(run, report.violation().get().getMessage());
      }
    }
    return "";
  }

  private RowScenario scenario(Tape tape) {
    List<RowStep> steps = new ArrayList<>();
    for (int phase = 0; phase < PHASES; phase++) {
      for (int i = 0; i < STEPS; i++) {
        steps.add(new RowStep(tape.pick(kinds), tape.nextInt(DEVICES), tape.nextLong()));
      }
      steps.add(new RowStep(Kind.CALM, 0, tape.nextLong()));
    }
    return new RowScenario(tape.seed(), DEVICES, steps);
  }
}
