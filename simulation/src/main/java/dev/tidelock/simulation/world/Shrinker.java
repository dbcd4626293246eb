package dev.tidelock.simulation.world;

import dev.tidelock.simulation.disk.DiskProfile;
import dev.tidelock.simulation.world.Step.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// Makes a failing run simpler as long as the same law stays broken: leaves out steps, ever fewer
/// at once, first of the schedule, then of the work, then of both; calms syncs; leaves out devices
/// and places, and gives devices plain disks.
///
/// It starts from the run as it was written down, with all choices in words. So a step that stays
/// chooses what it chose, whatever else is left out.
public final class Shrinker {
  private final Function<Scenario, Report> runner;
  private int budget;

  /// @param runner runs a scenario
  /// @param budget how many runs it may take
  public Shrinker(Function<Scenario, Report> runner, int budget) {
    this.runner = runner;
    this.budget = budget;
  }

  /// The simplest run found that breaks the same law as `failing`.
  public Report shrink(Report failing) {
    Report best = failing;
    boolean progress = true;
    while (progress && budget > 0) {
      Scenario before = best.scenario();
      best = withFewerDevices(best);
      best = thinned(best, step -> !step.kind().isWork());
      best = thinned(best, step -> step.kind().isWork());
      best = thinned(best, _ -> true);
      best = calmed(best);
      best = withFewerSites(best);
      best = onPlainDisks(best);
      progress = !best.scenario().equals(before);
    }
    return best;
  }

  private Report thinned(Report failing, Predicate<Step> tape) {
    Report best = failing;
    long all = best.scenario().steps().stream().filter(tape).count();
    for (int size = (int) Math.max(1, all / 2); size >= 1; size /= 2) {
      best = thinned(best, tape, size);
    }
    return best;
  }

  /// Without `size` neighbours on one tape, wherever that works.
  private Report thinned(Report failing, Predicate<Step> tape, int size) {
    Report best = failing;
    List<Integer> numbers = numbers(best.scenario().steps(), tape);
    // From the end, so that numbers before stay right.
    for (int to = numbers.size(); to > 0; to -= size) {
      List<Step> fewer = new ArrayList<>(best.scenario().steps());
      List<Integer> gone = new ArrayList<>(numbers.subList(Math.max(0, to - size), to));
      gone.sort(Collections.reverseOrder());
      gone.forEach(number -> fewer.remove((int) number));
      best = better(best, best.scenario().with(fewer));
    }
    return best;
  }

  private static List<Integer> numbers(List<Step> steps, Predicate<Step> tape) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (tape.test(steps.get(i))) {
        numbers.add(i);
      }
    }
    return numbers;
  }

  private Report calmed(Report failing) {
    Report best = failing;
    for (int i = 0; i < best.scenario().steps().size(); i++) {
      Step step = best.scenario().steps().get(i);
      if (step.kind() == Kind.TROUBLED_SYNC) {
        List<Step> calmer = new ArrayList<>(best.scenario().steps());
        calmer.set(i, step.calmed());
        best = better(best, best.scenario().with(calmer));
      }
    }
    return best;
  }

  private Report withFewerDevices(Report failing) {
    Report best = failing;
    for (int device = best.scenario().disks().size() - 1; device >= 0; device--) {
      if (best.scenario().disks().size() > 1) {
        best = better(best, best.scenario().withoutDevice(device));
      }
    }
    return best;
  }

  private Report withFewerSites(Report failing) {
    Report best = failing;
    for (Site.Kind kind : best.scenario().sites()) {
      List<Site.Kind> fewer = new ArrayList<>(best.scenario().sites());
      fewer.remove(kind);
      if (!fewer.isEmpty()) {
        best = better(best, best.scenario().at(fewer));
      }
    }
    return best;
  }

  private Report onPlainDisks(Report failing) {
    Report best = failing;
    for (int i = 0; i < best.scenario().disks().size(); i++) {
      List<DiskProfile> plainer = new ArrayList<>(best.scenario().disks());
      if (!plainer.set(i, DiskProfile.modern()).equals(DiskProfile.modern())) {
        best = better(best, best.scenario().on(plainer));
      }
    }
    return best;
  }

  private Report better(Report best, Scenario simpler) {
    if (budget == 0) {
      return best;
    }
    budget--;
    Report report = runner.apply(simpler);
    // What was left out of a run says nothing of what it would have chosen: the words stay.
    return report.violation().map(Violation::law).equals(best.violation().map(Violation::law))
        ? report.of(simpler)
        : best;
  }
}
