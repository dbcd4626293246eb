package dev.tidelock.simulation.world;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Interception;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The places where the devices of a run meet.
final class Sites {
  /// How often a device asks all places, where there are several.
  private static final double EVERYWHERE = 0.6;

  private final List<Site> all;
  private Interception current = Interception.CALM;

  Sites(List<Site> all) {
    this.all = List.copyOf(all);
  }

  List<Site> all() {
    return all;
  }

  /// The names of all, in the order in which devices know them.
  List<String> names() {
    return all.stream().map(Site::name).toList();
  }

  /// The names of those that a device reaches this time, in the order in which it asks them.
  List<String> some(Choices choices) {
    List<String> chosen = new ArrayList<>(choices.names(this::some));
    chosen.retainAll(names());
    return chosen.isEmpty() ? names() : chosen;
  }

  private List<String> some(Tape tape) {
    if (all.size() == 1) {
      return names();
    }
    List<String> mixed = tape.shuffle(names());
    return tape.chance(EVERYWHERE) ? mixed : mixed.subList(0, 1);
  }

  /// One of them.
  Site one(Choices choices) {
    String name = choices.word(tape -> tape.pick(names()));
    return all.stream().filter(site -> site.name().equals(name)).findFirst().orElse(all.getFirst());
  }

  void each(Consumer<Site> action) {
    all.forEach(action);
  }

  void intercept(Interception interception) {
    current = interception;
    each(site -> site.intercept(interception));
  }

  /// Does something at a moment when nothing at the places gets in its way.
  void quietly(Runnable action) {
    Interception before = current;
    intercept(Interception.CALM);
    action.run();
    intercept(before);
  }

  long changes() {
    return all.stream().mapToLong(Site::changes).sum();
  }

  /// All faults end.
  void heal() {
    each(Site::healBits);
    each(Site::settle);
  }

  /// What is wrong with what is kept anywhere.
  List<String> verify() {
    List<String> findings = new ArrayList<>();
    each(site -> site.verify().forEach(finding -> findings.add(site.name() + ": " + finding)));
    return findings;
  }
}
