package dev.tidelock.simulation.world;

import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.world.Step.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One scenario with one trouble at every single port call of each of its syncs in turn.
///
/// @param opener brings the devices under test to life
/// @param scenario the scenario, whose syncs are calm
/// @param actions what users do in the middle of a sync
public record Sweep(Ports.Opener opener, Scenario scenario, List<UserAction> actions) {
  private static final int SHRINKING_RUNS = 500;

  /// What came out.
  ///
  /// @param runs how many runs there were
  /// @param failure the shortest form of the first failing run
  public record Outcome(long runs, Optional<Report> failure) {}

  /// Runs all.
  ///
  /// @param trouble what meets each calm sync
  public Outcome run(Trouble trouble) {
    Report calm = Simulation.run(scenario, opener, Trace.quiet());
    if (calm.violation().isPresent()) {
      return new Outcome(1, Optional.of(calm));
    }
    long runs = 1;
    for (int i = 0; i < scenario.steps().size(); i++) {
      Step step = scenario.steps().get(i);
      if (step.kind() != Kind.SYNC) {
        continue;
      }
      for (long call = 0; call < calm.calls().get(i); call++) {
        List<Step> steps = new ArrayList<>(scenario.steps());
        steps.set(i, Step.struck(step.device(), trouble, call, step.seed()));
        if (trouble == Trouble.EDIT) {
          steps.add(i + 1, Step.edit(step.device(), actions.get(i % actions.size()), step.seed()));
        }
        Report report = Simulation.run(scenario.with(steps), opener, Trace.quiet());
        runs++;
        if (report.violation().isPresent()) {
          return new Outcome(runs, Optional.of(shortest(report)));
        }
      }
    }
    return new Outcome(runs, Optional.empty());
  }

  private Report shortest(Report failing) {
    return new Shrinker(
            candidate -> Simulation.run(candidate, opener, Trace.quiet()), SHRINKING_RUNS)
        .shrink(failing);
  }
}
