package dev.tidelock.simulation.world;

import dev.tidelock.simulation.world.Step.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Makes a failing run shorter: drops steps, ever fewer at once, and calms the syncs, as long as
/// the same law stays broken.
public final class Shrinker {
  private final Function<Scenario, Report> runner;
  private int budget;

  /// @param runner runs a scenario
  /// @param budget how many runs it may take
  public Shrinker(Function<Scenario, Report> runner, int budget) {
    this.runner = runner;
    this.budget = budget;
  }

  /// The shortest run found that breaks the same law as `failing`.
  public Report shrink(Report failing) {
    Report best = failing;
    boolean progress = true;
    while (progress && budget > 0) {
      int before = best.scenario().steps().size();
      for (int size = Math.max(1, before / 2); size >= 1; size /= 2) {
        best = dropping(best, size);
      }
      best = calming(best);
      progress = best.scenario().steps().size() < before;
    }
    return best;
  }

  private Report dropping(Report failing, int size) {
    Report best = failing;
    int at = best.scenario().steps().size() - size;
    while (at >= 0) {
      List<Step> fewer = new ArrayList<>(best.scenario().steps());
      fewer.subList(at, Math.min(fewer.size(), at + size)).clear();
      best = better(best, fewer).orElse(best);
      at -= size;
    }
    return best;
  }

  private Report calming(Report failing) {
    Report best = failing;
    for (int i = 0; i < best.scenario().steps().size(); i++) {
      Step step = best.scenario().steps().get(i);
      if (step.kind() == Kind.TROUBLED_SYNC) {
        List<Step> calmer = new ArrayList<>(best.scenario().steps());
        calmer.set(i, new Step(Kind.SYNC, step.device(), step.seed()));
        best = better(best, calmer).orElse(best);
      }
    }
    return best;
  }

  private Optional<Report> better(Report best, List<Step> steps) {
    if (budget == 0) {
      return Optional.empty();
    }
    budget--;
    Report report = runner.apply(best.scenario().with(steps));
    return report.violation().map(Violation::law).equals(best.violation().map(Violation::law))
        ? Optional.of(report)
        : Optional.empty();
  }
}
