package dev.tidelock.simulation.world;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.disk.DiskNames;
import dev.tidelock.simulation.disk.DiskProfile;
import dev.tidelock.simulation.disk.DiskProfile.Bits;
import dev.tidelock.simulation.gate.Gate;
import dev.tidelock.simulation.gate.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a run happens in: machines and their users, the places where they meet, and what is
/// remembered of all that happened.
final class World {
  private static final List<String> NAMES = List.of("ann", "bob", "cas", "dan");

  private final Trace trace;
  private final Counters counters = new Counters();
  private final List<String> log = new ArrayList<>();
  private final Ledger ledger = new Ledger();
  private final Epoch epoch;
  private final Sites sites;
  private final Witness witness;
  private final Optional<Vigil> vigil;
  private final List<Machine> machines = new ArrayList<>();
  private final List<User> users = new ArrayList<>();

  World(Scenario scenario, Ports.Opener opener, Trace trace) {
    this.trace = trace;
    List<Site> places = new ArrayList<>();
    for (Site.Kind kind : scenario.sites()) {
      Tape tape = tape(scenario, kind.name());
      boolean storage = kind == Site.Kind.STORAGE;
      Site place = storage ? new Storage(trace, tape) : opener.site(kind, trace, tape);
      places.add(scenario.isHostile() ? opener.hostile(place, tape.fork()) : place);
    }
    sites = new Sites(places);
    boolean exact = scenario.disks().stream().allMatch(disk -> disk.names() == DiskNames.EXACT);
    epoch = new Epoch(counters, exact ? Epoch.Names.EXACT : Epoch.Names.OTHER);
    boolean held = scenario.disks().stream().allMatch(disk -> disk.bits() == Bits.HELD);
    witness =
        new Witness(
            () -> scenario.isHostile() ? Optional.empty() : observer(opener),
            scenario.sites().getFirst(),
            scenario.isPunctual());
    vigil = scenario.isHostile() ? Optional.of(new Vigil(machines, ledger)) : Optional.empty();
    for (DiskProfile profile : scenario.disks()) {
      String name = NAMES.get(machines.size());
      Machine machine =
          new Machine(
              name,
              profile,
              held ? Bits.HELD : Bits.NONE,
              places,
              trace,
              tape(scenario, name),
              opener);
      machines.add(machine);
      users.add(new User(machine, ledger));
    }
  }

  /// Who reads at the place, if it is one.
  private Optional<Observer> observer(Ports.Opener opener) {
    Gate open = new Gate("witness", Trace.quiet(), () -> {});
    return sites.all().size() == 1
        ? opener.observer(sites.all().getFirst().link(open, Tape.of(0)))
        : Optional.empty();
  }

  /// What is left to chance at one machine or place, whoever else is there.
  private static Tape tape(Scenario scenario, String name) {
    return Tape.of(scenario.seed() + name.hashCode()).fork();
  }

  /// What the user of a machine is called, by its number.
  static String name(int device) {
    return NAMES.get(device);
  }

  /// The number of a machine, by its user's name.
  ///
  /// @throws IllegalArgumentException if nobody is called so
  static int device(String name) {
    int device = NAMES.indexOf(name);
    if (device < 0) {
      throw new IllegalArgumentException("nobody is called '" + name + "'");
    }
    return device;
  }

  List<Machine> machines() {
    return machines;
  }

  List<User> users() {
    return users;
  }

  User user(Machine machine) {
    return users.get(machines.indexOf(machine));
  }

  /// One machine, whichever it is.
  Machine some(Choices choices) {
    int device = device(choices.word(tape -> tape.pick(machines).name()));
    return machines.get(device % machines.size());
  }

  Sites sites() {
    return sites;
  }

  Ledger ledger() {
    return ledger;
  }

  Epoch epoch() {
    return epoch;
  }

  Witness witness() {
    return witness;
  }

  /// Who watches over the devices, if somebody lies to them.
  Optional<Vigil> vigil() {
    return vigil;
  }

  Counters counters() {
    return counters;
  }

  Trace trace() {
    return trace;
  }

  List<String> log() {
    return log;
  }

  void count(String event) {
    counters.count(event);
  }

  void say(Machine machine, String words) {
    say(machine.name() + " " + words);
  }

  void say(String words) {
    log.add(words);
    trace.add(words);
  }
}
