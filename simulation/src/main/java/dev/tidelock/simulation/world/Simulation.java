package dev.tidelock.simulation.world;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.disk.CrashReport;
import dev.tidelock.simulation.disk.DiskProfile;
import dev.tidelock.simulation.disk.Shown;
import dev.tidelock.simulation.gate.Fault;
import dev.tidelock.simulation.gate.Interception;
import dev.tidelock.simulation.gate.Runaway;
import dev.tidelock.simulation.gate.SimCrash;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.world.SimDevice.Choice;
import dev.tidelock.simulation.world.SimDevice.Consent;
import dev.tidelock.simulation.world.Violation.Law;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// One run of a [Scenario], in one thread: a world, and what happens in it.
public final class Simulation {
  private static final int CALM_ROUNDS = 5;

  /// How many of the syncs look only at some directories.
  private static final double GLANCES = 0.35;

  private static final long SECOND = 1_000_000_000L;

  /// Calls go through, although something else does not.
  private static final Interception TROUBLE_ELSEWHERE = call -> Fault.NONE;

  /// Less than half of how long the trash keeps something: ten days.
  private static final long WRONG_SECONDS = 864_000;

  /// A little more than a day.
  private static final int LONG_SECONDS = 100_000;

  private static final List<String> NAMES = List.of("ann", "bob", "cas", "dan");

  private final Scenario scenario;
  private final Trace trace;
  private final Counters counters = new Counters();
  private final List<String> log = new ArrayList<>();
  private final List<Long> calls = new ArrayList<>();
  private final Sites sites;
  private final Ledger ledger = new Ledger();
  private final List<Machine> machines = new ArrayList<>();
  private final List<User> users = new ArrayList<>();
  private final Set<Machine> syncing = new HashSet<>();
  private final Epoch epoch = new Epoch(counters);

  private Simulation(Scenario scenario, Ports.Opener opener, Trace trace) {
    this.scenario = scenario;
    this.trace = trace;
    Tape tape = Tape.of(scenario.seed()).fork();
    List<Site> places = new ArrayList<>();
    for (Site.Kind kind : scenario.sites()) {
      places.add(kind == Site.Kind.STORAGE ? new Storage() : opener.site(kind, trace, tape.fork()));
    }
    sites = new Sites(places);
    for (DiskProfile profile : scenario.disks()) {
      Machine machine =
          new Machine(NAMES.get(machines.size()), profile, places, trace, tape.fork(), opener);
      machines.add(machine);
      users.add(new User(machine, ledger, tape.fork()));
    }
  }

  /// Runs a scenario to its end, or to the first violation.
  public static Report run(Scenario scenario, Ports.Opener opener, Trace trace) {
    return new Simulation(scenario, opener, trace).run();
  }

  private Report run() {
    Optional<Violation> violation = Optional.empty();
    try {
      for (Step step : scenario.steps()) {
        perform(step);
        calls.add(machines.get(step.device()).lastCalls());
        machines.forEach(machine -> machine.events().forEach(counters::count));
        sites.each(site -> site.events().forEach(counters::count));
      }
      machines.forEach(Machine::close);
    } catch (Violation broken) {
      violation = Optional.of(broken);
    } catch (Runaway endless) {
      violation = Optional.of(new Violation(Law.LIVENESS, "a sync goes in circles", endless));
    } catch (RuntimeException | StackOverflowError | AssertionError defect) {
      violation = Optional.of(new Violation(Law.NO_DEFECT, defect.toString(), defect));
    }
    return new Report(scenario, trace.hash(), counters, calls, log, violation);
  }

  private void perform(Step step) {
    Tape tape = Tape.of(step.seed());
    Machine machine = machines.get(step.device());
    machine.clock().advance(tape.nextSize(3_000) * (SECOND / 1_000));
    switch (step.kind()) {
      case EDIT -> edit(machine, tape);
      case SYNC -> {
        if (tape.chance(GLANCES)) {
          glance(machine, Interception.CALM, tape);
        } else {
          sync(machine, Consent.ASK, Interception.CALM, tape);
        }
      }
      case TROUBLED_SYNC -> troubledSync(machine, tape);
      case KILLED_SYNC -> struckSync(machine, Trouble.KILL, step.seed(), tape);
      case POWERLESS_SYNC -> struckSync(machine, Trouble.POWER, step.seed(), tape);
      case EDITED_SYNC -> struckSync(machine, Trouble.EDIT, step.seed(), tape);
      case KILL -> {
        say(machine, "is killed");
        machine.kill();
      }
      case POWER -> powerCut(machine, "between syncs");
      case RESOLVE -> resolve(machine, tape);
      case CLOCK -> {
        machine.clock().set(tape.nextLong() % (WRONG_SECONDS * SECOND));
        say(machine, "sets its clock to " + machine.clock().wallMillis());
      }
      case WAIT -> {
        long nanos = tape.nextSize(LONG_SECONDS) * SECOND;
        machine.clock().advance(nanos);
        sites.each(site -> site.advance(nanos));
      }
      case TIDY -> tidy(tape);
      case CALM -> calm();
      case LOSE_STATE, OLD_STATE, BACK_UP, RESTORE, BACK_UP_STORAGE, RESTORE_STORAGE, FLIP_BIT ->
          disaster(step.kind(), machine, tape);
    }
  }

  private void edit(Machine machine, Tape tape) {
    User user = users.get(machines.indexOf(machine));
    Optional<TreeItem> rules = machine.item(User.IGNORE_FILE);
    Map<TreePath, TreeItem> before = machine.items();
    User.Deeds deeds = user.act(tape, scenario.actions(), tape.chance(scenario.lasting()));
    say(machine, deeds.words());
    counters.count(deeds.event());
    ledger.dismiss(before.values(), machine.items().values());
    epoch.acted(machine, before, deeds.paths());
    if (!rules.equals(machine.item(User.IGNORE_FILE))) {
      epoch.disturbed();
    }
  }

  private void troubledSync(Machine machine, Tape tape) {
    if (scenario.troubles().isEmpty()) {
      sync(machine, Consent.ASK, Interception.CALM, tape);
      return;
    }
    Trouble trouble = tape.pick(scenario.troubles());
    TroublePlan plan =
        TroublePlan.sometime(
            tape, trouble, machine.lastCalls(), kind -> interlude(kind, machine, tape));
    if (tape.chance(GLANCES)) {
      say(machine, "glances with " + plan);
      troubled(plan, () -> glance(machine, atDevice(plan), tape));
    } else {
      say(machine, "syncs with " + plan);
      troubled(plan, () -> sync(machine, Consent.ASK, atDevice(plan), tape));
    }
    if (trouble == Trouble.SMALL_DISK) {
      machine.disk().unlimit();
    }
  }

  private void struckSync(Machine machine, Trouble trouble, long call, Tape tape) {
    TroublePlan plan = TroublePlan.at(call, trouble, kind -> interlude(kind, machine, tape));
    say(machine, "syncs with " + plan);
    troubled(plan, () -> sync(machine, Consent.ASK, atDevice(plan), sites.names()));
  }

  /// What decides about a device's calls if such trouble is planned.
  private static Interception atDevice(TroublePlan plan) {
    return plan.trouble().isAtHub() ? TROUBLE_ELSEWHERE : plan;
  }

  private void troubled(TroublePlan plan, Runnable sync) {
    if (plan.trouble().isAtHub()) {
      sites.intercept(plan);
    }
    try {
      sync.run();
    } finally {
      sites.intercept(Interception.CALM);
    }
    if (plan.struck()) {
      counters.count("trouble: " + plan.trouble());
    }
  }

  /// Frees at all places what nobody needs, sometimes while somebody syncs.
  private void tidy(Tape tape) {
    say("garbage is collected");
    counters.count("garbage collection");
    Machine other = tape.pick(machines);
    if (tape.nextBoolean()) {
      sites.intercept(
          TroublePlan.sometime(
              tape, Trouble.HUB_OTHER_SYNC, 0, kind -> interlude(kind, other, tape)));
    }
    sites.each(Site::tidy);
    sites.intercept(Interception.CALM);
  }

  private void interlude(Trouble trouble, Machine machine, Tape tape) {
    switch (trouble) {
      case EDIT -> edit(machine, tape);
      case SMALL_DISK -> machine.disk().limitFree(tape.nextSize(5_000));
      case OTHER_SYNC, HUB_OTHER_SYNC -> {
        Machine other = tape.pick(machines);
        if (!syncing.contains(other)) {
          sync(other, Consent.ASK, Interception.CALM, tape);
        }
      }
      case TIDY, HUB_TIDY -> {
        say("garbage is collected meanwhile");
        sites.each(Site::tidy);
      }
      case KILL,
          POWER,
          BROKEN,
          DENIED,
          NO_SPACE,
          UNREACHABLE,
          LOST_REPLY,
          LATE,
          SHORT,
          FLIPPED,
          HUB_KILL,
          HUB_BROKEN,
          HUB_NO_SPACE,
          HUB_BUSY -> {}
    }
  }

  /// One sync, and what becomes of the machine if it crashes; nothing if it did not end well.
  private Optional<SimDevice.Result> sync(
      Machine machine, Consent consent, Interception interception, List<String> places) {
    if (interception == Interception.CALM) {
      say(machine, "syncs");
    }
    return attempt(machine, interception, () -> machine.sync(consent, places, interception));
  }

  private void sync(Machine machine, Consent consent, Interception interception, Tape tape) {
    sync(machine, consent, interception, sites.some(tape));
  }

  /// A sync as a watch does it, on some hints: directories that are there, some of them, and some
  /// that are not.
  private void glance(Machine machine, Interception interception, Tape tape) {
    Set<TreePath> directories = new TreeSet<>();
    double share = tape.pick(0.2, 0.5, 0.9);
    machine
        .disk()
        .hands()
        .look()
        .forEach((path, shown) -> {
          if (shown instanceof Shown.Directory && tape.chance(share)) {
            directories.add(path);
          }
        });
    if (tape.chance(share)) {
      directories.add(TreePath.ROOT);
    }
    if (tape.chance(0.3)) {
      directories.add(TreePath.parse(tape.pick("d/e/d", "e", "nowhere", "d/a")));
    }
    say(machine, "glances at " + directories);
    counters.count("sync: by hints");
    List<String> places = sites.some(tape);
    attempt(machine, interception, () -> machine.glance(directories, places, interception));
  }

  private Optional<SimDevice.Result> attempt(
      Machine machine, Interception interception, Supplier<SimDevice.Result> action) {
    syncing.add(machine);
    try {
      SimDevice.Result result = action.get();
      say(machine, "  " + result);
      counters.count(result.worked() ? "sync: worked" : "sync: nothing to do");
      if (result.held()) {
        counters.count("sync: held back");
      }
      return Optional.of(result);
    } catch (SimCrash crash) {
      say(machine, "  crashes: " + crash.getMessage());
      if (crash.kind() == SimCrash.Kind.POWER) {
        powerCut(machine, "in a sync");
      } else {
        machine.kill();
      }
    } catch (FileFailure | StateFailure | RemoteFailure failure) {
      say(machine, "  fails: " + failure);
      counters.count("sync: failed with " + failure.getClass().getSimpleName());
      machine.close();
      if (interception == Interception.CALM && !epoch.faulty()) {
        throw new Violation(Law.NO_DEFECT, machine.name() + " fails without reason", failure);
      }
    } finally {
      syncing.remove(machine);
    }
    return Optional.empty();
  }

  private void powerCut(Machine machine, String when) {
    machine.kill();
    CrashReport report = machine.disk().crash();
    machine.clock().reboot();
    ledger.crashed(report);
    if (report.userLost()) {
      epoch.disturbed();
    }
    say(
        machine,
        "loses power %s: %d contents gone, %d torn%s"
            .formatted(
                when,
                report.gone().size(),
                report.appeared().size(),
                report.userLost() ? ", the user's among them" : ""));
    counters.count("power cut " + when);
  }

  private void resolve(Machine machine, Tape tape) {
    if (epoch.faulty()) {
      return;
    }
    List<TreePath> open = machine.device().conflicts();
    if (open.isEmpty()) {
      return;
    }
    TreePath path = tape.pick(open);
    Choice choice = tape.pick(Choice.OURS, Choice.THEIRS);
    say(machine, "resolves " + path + " by " + choice);
    counters.count("resolve");
    epoch.disturbed();
    ledger.decided(machine.device().tree().values());
    if (choice == Choice.THEIRS) {
      // What stands on his own disk he decides against, too, however new it is.
      machine.item(path).ifPresent(ledger::decidedAgainst);
    }
    try {
      machine.device().resolve(path, choice);
    } catch (RemoteFailure failure) {
      say(machine, "  fails: " + failure);
      machine.close();
    }
  }

  private void disaster(Step.Kind kind, Machine machine, Tape tape) {
    epoch.disturbed();
    counters.count("disaster: " + kind);
    say(machine, kind.toString());
    switch (kind) {
      case LOSE_STATE -> {
        machine.close();
        machine.state().lose();
      }
      case OLD_STATE -> {
        machine.close();
        machine.state().undo(tape.nextInt(machine.state().undoable() + 1));
      }
      case BACK_UP -> machine.takeBackup();
      case RESTORE ->
          machine.restoreBackup().ifPresent(kept -> ledger.forgiveAllBut(machine.name(), kept));
      case BACK_UP_STORAGE -> sites.one(tape).takeBackup();
      case RESTORE_STORAGE -> {
        // Only a process that starts is sure to notice at once.
        machines.forEach(Machine::close);
        sites.one(tape).restoreBackup();
      }
      case FLIP_BIT -> {
        epoch.becomesFaulty();
        sites
            .one(tape)
            .flipBit(tape.nextInt(1 << 20))
            .ifPresent(name -> say(machine, "  in " + name));
      }
      case EDIT,
          SYNC,
          TROUBLED_SYNC,
          KILLED_SYNC,
          POWERLESS_SYNC,
          EDITED_SYNC,
          KILL,
          POWER,
          RESOLVE,
          CLOCK,
          WAIT,
          TIDY,
          CALM ->
          throw new IllegalArgumentException("no disaster: " + kind);
    }
  }

  private void calm() {
    say("all is calm");
    sites.heal();
    epoch.heals();
    users.forEach(User::cleanUp);
    int round = 0;
    while (works()) {
      if (++round == CALM_ROUNDS) {
        throw new Violation(Law.LIVENESS, "still at work after " + CALM_ROUNDS + " rounds");
      }
    }
    counters.count("calm after rounds: " + round);
    new Oracle(machines, ledger, leftOvers()).check();
    List<String> findings = sites.verify();
    if (!findings.isEmpty()) {
      throw new Violation(Law.VERIFIES, findings.toString());
    }
    if (works()) {
      throw new Violation(Law.IDEMPOTENCE, "a sync after the last one did something");
    }
    epoch.check(machines);
    // What a disk could not show yet may still come to it.
    boolean open = machines.stream().anyMatch(it -> !it.device().notApplied().isEmpty());
    for (TreeItem item : machines.getFirst().device().tree().values()) {
      open |= item instanceof TreeItem.Conflict;
      counters.count("tree: " + item.getClass().getSimpleName());
    }
    epoch.begin(open, machines.getFirst().items());
  }

  private Oracle.LeftOvers leftOvers() {
    boolean unknowns =
        scenario.actions().contains(UserAction.HIDE)
            || scenario.actions().contains(UserAction.ODDITY);
    return unknowns ? Oracle.LeftOvers.POSSIBLE : Oracle.LeftOvers.NONE;
  }

  /// Lets each device sync once; whether any had something to do.
  private boolean works() {
    boolean worked = false;
    for (Machine machine : machines) {
      machine.clock().advance(5 * SECOND);
      long disk = machine.disk().engineChanges();
      long shared = sites.changes();
      SimDevice.Result result =
          sync(machine, Consent.ACCEPT, Interception.CALM, sites.names())
              .orElseThrow(() -> new Violation(Law.LIVENESS, machine.name() + " cannot sync"));
      boolean changed = disk != machine.disk().engineChanges() || shared != sites.changes();
      if (changed && !result.worked()) {
        say(machine, "  changed something all the same: " + machine.disk().latestEngineChange());
      }
      worked |= changed || result.worked();
    }
    return worked;
  }

  private void say(Machine machine, String words) {
    say(machine.name() + " " + words);
  }

  private void say(String words) {
    log.add(words);
    trace.add(words);
  }
}
