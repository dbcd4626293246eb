package dev.tidelock.simulation.world;

import dev.tidelock.simulation.gate.Interception;
import dev.tidelock.simulation.gate.Runaway;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.world.SimDevice.Consent;
import dev.tidelock.simulation.world.Violation.Law;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One run of a [Scenario], in one thread: a world, and what happens in it.
public final class Simulation {
  /// The counter of all calls to ports.
  static final String CALLS = "port calls";

  private static final int CALM_ROUNDS = 5;
  private static final long SECOND = 1_000_000_000L;

  /// A little more than a day.
  private static final int LONG_SECONDS = 100_000;

  private final Scenario scenario;
  private final World world;
  private final Deeds deeds;
  private final Syncs syncs;
  private final Lies lies;
  private final List<Long> calls = new ArrayList<>();

  /// Since all was calm: whether a machine got another disk, and whether a place was set back.
  private boolean disksReplaced;

  private boolean placesSetBack;

  private Simulation(Scenario scenario, Ports.Opener opener, Trace trace) {
    this.scenario = scenario;
    this.world = new World(scenario, opener, trace);
    this.deeds = new Deeds(world, scenario.steps());
    this.syncs = new Syncs(world, deeds);
    this.lies = new Lies(world, syncs);
  }

  /// Runs a scenario to its end, or to the first violation.
  public static Report run(Scenario scenario, Ports.Opener opener, Trace trace) {
    return new Simulation(scenario, opener, trace).run();
  }

  private Report run() {
    Optional<Violation> violation = Optional.empty();
    try {
      for (int i = 0; i < scenario.steps().size(); i++) {
        if (!deeds.isDone(i)) {
          deeds.turn(i);
          perform(i);
        }
        calls.add(world.machines().get(scenario.steps().get(i).device()).lastCalls());
        collectEvents();
      }
      world.machines().forEach(Machine::close);
    } catch (Violation broken) {
      violation = Optional.of(broken);
    } catch (Runaway endless) {
      violation = Optional.of(new Violation(Law.LIVENESS, "a sync goes in circles", endless));
    } catch (RuntimeException | StackOverflowError | AssertionError defect) {
      violation = Optional.of(new Violation(Law.NO_DEFECT, defect.toString(), defect));
    }
    world.counters().count(CALLS, world.trace().calls());
    return new Report(
        scenario.with(deeds.written()),
        world.trace().hash(),
        world.counters(),
        calls,
        world.log(),
        violation);
  }

  private void collectEvents() {
    world.machines().forEach(machine -> machine.events().forEach(world::count));
    world.sites().each(site -> site.events().forEach(world::count));
  }

  private void perform(int number) {
    Step step = scenario.steps().get(number);
    Choices choices = step.open();
    Machine machine = world.machines().get(step.device());
    machine.clock().advance(step.pauseMillis() * (SECOND / 1_000));
    try {
      perform(step.kind(), machine, choices);
    } finally {
      deeds.wrote(number, choices);
    }
  }

  private void perform(Step.Kind kind, Machine machine, Choices choices) {
    switch (kind) {
      case EDIT -> deeds.edit(machine, choices);
      case RESOLVE -> deeds.resolve(machine, choices);
      case SYNC -> syncs.calm(machine, choices);
      case TROUBLED_SYNC -> syncs.troubled(machine, choices);
      case KILL -> {
        world.say(machine, "is killed");
        machine.kill();
      }
      case POWER -> syncs.powerCut(machine, "between syncs");
      case CLOCK -> syncs.jump(machine, choices);
      case WAIT -> {
        long nanos = choices.number(tape -> tape.nextSize(LONG_SECONDS)) * SECOND;
        machine.clock().advance(nanos);
        world.sites().each(site -> site.advance(nanos));
        world.witness().waits(nanos);
      }
      case BLINK -> syncs.blink(machine, choices);
      case TIDY -> syncs.tidy(choices);
      case LIE -> lies.tell(machine, choices);
      case CALM -> calm(choices);
      case LOSE_STATE,
          OLD_STATE,
          BACK_UP,
          RESTORE,
          CLONE,
          BACK_UP_STORAGE,
          RESTORE_STORAGE,
          FLIP_BIT ->
          disaster(kind, machine, choices);
    }
  }

  /// What two disasters at once destroy, the last disk that had it and the place, nobody has.
  private boolean leavesNoCopy(Step.Kind kind) {
    boolean replacesDisk = kind == Step.Kind.CLONE || kind == Step.Kind.RESTORE;
    boolean setsPlaceBack = kind == Step.Kind.RESTORE_STORAGE;
    if (replacesDisk && placesSetBack || setsPlaceBack && disksReplaced) {
      return true;
    }
    disksReplaced |= replacesDisk;
    placesSetBack |= setsPlaceBack;
    return false;
  }

  private void disaster(Step.Kind kind, Machine machine, Choices choices) {
    if (leavesNoCopy(kind)) {
      return;
    }
    world.epoch().disturbed();
    world.witness().disturbed();
    world.count("disaster: " + kind);
    world.say(machine, kind.toString());
    switch (kind) {
      case LOSE_STATE -> {
        machine.close();
        machine.state().lose();
      }
      case OLD_STATE -> {
        machine.close();
        int undoable = machine.state().undoable();
        machine.state().undo(Math.min(undoable, choices.number(t -> t.nextInt(undoable + 1))));
      }
      case BACK_UP -> machine.takeBackup();
      case RESTORE ->
          machine
              .restoreBackup()
              .ifPresent(kept -> world.ledger().forgiveAllBut(machine.name(), kept));
      case CLONE -> {
        Machine original = world.some(choices);
        if (original != machine) {
          machine.becomeCopyOf(original);
          world.ledger().forgiveAllBut(machine.name(), machine.contents());
          world.say(machine, "  is a copy of " + original.name());
        }
      }
      case BACK_UP_STORAGE -> world.sites().one(choices).takeBackup();
      case RESTORE_STORAGE -> {
        // Only a process that starts is sure to notice at once.
        world.machines().forEach(Machine::close);
        world.sites().one(choices).restoreBackup();
        world.witness().restored();
      }
      case FLIP_BIT -> {
        world.epoch().becomesFaulty();
        world
            .sites()
            .one(choices)
            .flipBit(choices.number(tape -> tape.nextInt(1 << 20)))
            .ifPresent(name -> world.say(machine, "  in " + name));
      }
      case EDIT, RESOLVE, SYNC, TROUBLED_SYNC, KILL, POWER, CLOCK, WAIT, BLINK, TIDY, LIE, CALM ->
          throw new IllegalArgumentException("no disaster: " + kind);
    }
  }

  private void calm(Choices choices) {
    if (scenario.isHostile()) {
      lies.end();
    }
    world.say("all is calm");
    world.sites().heal();
    world.epoch().heals();
    world.users().forEach(User::cleanUp);
    if (scenario.isHostile()) {
      lies.remedy(choices);
    }
    int round = 0;
    while (works()) {
      if (++round == CALM_ROUNDS) {
        throw new Violation(Law.LIVENESS, "still at work after " + CALM_ROUNDS + " rounds");
      }
    }
    world.count("calm after rounds: " + round);
    Oracle.Company company = scenario.isHostile() ? Oracle.Company.HOSTILE : Oracle.Company.HONEST;
    new Oracle(world.machines(), world.ledger(), leftOvers(), company).check();
    List<String> findings = world.sites().verify();
    if (!findings.isEmpty()) {
      throw new Violation(Law.VERIFIES, findings.toString());
    }
    if (works()) {
      throw new Violation(Law.IDEMPOTENCE, "a sync after the last one did something");
    }
    world.epoch().check(world.machines());
    // What a disk could not show yet may still come to it.
    boolean open = world.machines().stream().anyMatch(it -> !it.device().notApplied().isEmpty());
    for (TreeItem item : world.machines().getFirst().device().tree().values()) {
      open |= item instanceof TreeItem.Conflict;
      world.count("tree: " + item.getClass().getSimpleName());
    }
    open |= keepsWhatIsIgnored(world.machines().getFirst().device());
    // To a place a copy that has not sent anything yet and its original are one, and whoever is
    // second there takes itself for a state of the past, which deletes nothing.
    open |=
        world.machines().stream().map(Machine::identity).distinct().count()
            < world.machines().size();
    disksReplaced = false;
    placesSetBack = false;
    world.epoch().begin(open, world.machines().getFirst().items());
    world.witness().calm(world.machines(), open);
    if (scenario.isHostile()) {
      lies.calm(choices);
    }
  }

  /// Whether the project has something that is ignored: nobody can delete that, so a directory may
  /// have to stay for it, and what takes its place gets another name.
  private static boolean keepsWhatIsIgnored(SimDevice device) {
    return device.tree().entrySet().stream()
        .anyMatch(
            each -> device.ignores(each.getKey(), each.getValue() instanceof TreeItem.Directory));
  }

  private Oracle.LeftOvers leftOvers() {
    return scenario.hasUnknowns() ? Oracle.LeftOvers.POSSIBLE : Oracle.LeftOvers.NONE;
  }

  /// Lets each device sync once; whether any had something to do.
  private boolean works() {
    boolean worked = false;
    for (Machine machine : world.machines()) {
      machine.clock().advance(5 * SECOND);
      long disk = machine.disk().engineChanges();
      long shared = world.sites().changes();
      SimDevice.Result result =
          syncs
              .whole(machine, Consent.ACCEPT, Interception.CALM, world.sites().names())
              .orElseThrow(() -> new Violation(Law.LIVENESS, machine.name() + " cannot sync"));
      boolean changed = disk != machine.disk().engineChanges() || shared != world.sites().changes();
      if (changed && !result.worked()) {
        String latest = machine.disk().latestEngineChange();
        world.say(machine, "  changed something all the same: " + latest);
      }
      worked |= changed || result.worked();
    }
    return worked;
  }
}
