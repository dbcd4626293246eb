package dev.tidelock.simulation.rows;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.rows.RowStep.Kind;
import java.util.ArrayList;
import java.util.List;

/// A run with rows as data.
///
/// @param seed decides what is left to chance at devices
/// @param devices how many there are
/// @param steps what happens, in this order
record RowScenario(long seed, int devices, List<RowStep> steps) {
  RowScenario {
    steps = List.copyOf(steps);
  }

  /// Draws a run.
  static RowScenario draw(long seed) {
    Tape tape = Tape.of(seed);
    int devices = tape.pick(2, 2, 3);
    List<Kind> kinds = kinds(tape);
    List<RowStep> steps = new ArrayList<>();
    int phases = tape.nextInt(1, 4);
    for (int phase = 0; phase < phases; phase++) {
      int count = tape.nextInt(2, 14);
      for (int i = 0; i < count; i++) {
        steps.add(new RowStep(tape.pick(kinds), tape.nextInt(devices), tape.nextLong()));
      }
      steps.add(new RowStep(Kind.CALM, 0, tape.nextLong()));
    }
    return new RowScenario(seed, devices, steps);
  }

  /// Few kinds of steps for each run, so that they meet often.
  private static List<Kind> kinds(Tape tape) {
    List<Kind> kinds = new ArrayList<>(List.of(Kind.WRITE, Kind.WRITE, Kind.WRITE, Kind.SYNC));
    double share = tape.pick(0.1, 0.3, 0.6);
    for (Kind kind : Kind.values()) {
      if (kind != Kind.CALM && tape.chance(share)) {
        kinds.add(kind);
      }
    }
    if (kinds.contains(Kind.TAKE_AWAY)) {
      kinds.add(Kind.BRING_BACK);
    }
    if (kinds.contains(Kind.RESTORE)) {
      kinds.addAll(List.of(Kind.BACK_UP, Kind.BACK_UP));
    }
    if (tape.nextBoolean()) {
      kinds.addAll(List.of(Kind.TROUBLED_SYNC, Kind.TROUBLED_SYNC));
    }
    return kinds;
  }

  RowScenario with(List<RowStep> others) {
    return new RowScenario(seed, devices, others);
  }

  /// As text: a line for the seed and the number of devices, and one for each step.
  String text() {
    StringBuilder text = new StringBuilder("%016x %d%n".formatted(seed, devices));
    steps.forEach(step -> text.append(step).append(System.lineSeparator()));
    return text.toString();
  }

  /// A run from its text.
  static RowScenario parse(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    String[] first = lines.getFirst().split(" ", 2);
    return new RowScenario(
        Long.parseUnsignedLong(first[0], 16),
        Integer.parseInt(first[1]),
        lines.stream().skip(1).map(RowStep::parse).toList());
  }
}
