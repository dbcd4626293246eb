package dev.tidelock.simulation.world;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.disk.CrashReport;
import dev.tidelock.simulation.disk.DiskProfile;
import dev.tidelock.simulation.disk.Shown;
import dev.tidelock.simulation.gate.Interception;
import dev.tidelock.simulation.gate.Runaway;
import dev.tidelock.simulation.gate.SimCrash;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.port.BlobVault;
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
import org.jspecify.annotations.Nullable;

/// One run of a [Scenario], in one thread: a world, and what happens in it.
public final class Simulation {
  private static final int CALM_ROUNDS = 5;

  /// How many of the syncs look only at some directories.
  private static final double GLANCES = 0.35;

  private static final long SECOND = 1_000_000_000L;

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
  private final BlobVault storage = new BlobVault();
  private final Ledger ledger = new Ledger();
  private final List<Machine> machines = new ArrayList<>();
  private final List<User> users = new ArrayList<>();
  private final Set<Machine> syncing = new HashSet<>();
  private final Epoch epoch = new Epoch();

  private Simulation(Scenario scenario, Ports.Opener opener, Trace trace) {
    this.scenario = scenario;
    this.trace = trace;
    Tape tape = Tape.of(scenario.seed()).fork();
    for (DiskProfile profile : scenario.disks()) {
      Machine machine =
          new Machine(NAMES.get(machines.size()), profile, storage, trace, tape.fork(), opener);
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
          sync(machine, Consent.ASK, Interception.CALM);
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
      case WAIT -> machine.clock().advance(tape.nextSize(LONG_SECONDS) * SECOND);
      case CALM -> calm();
      case LOSE_STATE, OLD_STATE, BACK_UP, RESTORE, BACK_UP_STORAGE, RESTORE_STORAGE, FLIP_BIT ->
          disaster(step.kind(), machine, tape);
    }
  }

  private void edit(Machine machine, Tape tape) {
    User user = users.get(machines.indexOf(machine));
    Optional<TreeItem> rules = machine.item(User.IGNORE_FILE);
    User.Deeds deeds = user.act(tape, scenario.actions(), tape.chance(scenario.lasting()));
    say(machine, deeds.words());
    counters.count(deeds.event());
    epoch.acted(machine);
    if (!rules.equals(machine.item(User.IGNORE_FILE))) {
      epoch.disturbed();
    }
  }

  private void troubledSync(Machine machine, Tape tape) {
    if (scenario.troubles().isEmpty()) {
      sync(machine, Consent.ASK, Interception.CALM);
      return;
    }
    Trouble trouble = tape.pick(scenario.troubles());
    TroublePlan plan =
        TroublePlan.sometime(
            tape, trouble, machine.lastCalls(), kind -> interlude(kind, machine, tape));
    if (tape.chance(GLANCES)) {
      say(machine, "glances with " + plan);
      glance(machine, plan, tape);
      if (plan.struck()) {
        counters.count("trouble: " + plan.trouble());
      }
    } else {
      sync(machine, plan);
    }
    if (trouble == Trouble.SMALL_DISK) {
      machine.disk().unlimit();
    }
  }

  private void struckSync(Machine machine, Trouble trouble, long call, Tape tape) {
    sync(machine, TroublePlan.at(call, trouble, kind -> interlude(kind, machine, tape)));
  }

  private void sync(Machine machine, TroublePlan plan) {
    say(machine, "syncs with " + plan);
    sync(machine, Consent.ASK, plan);
    if (plan.struck()) {
      counters.count("trouble: " + plan.trouble());
    }
  }

  private void interlude(Trouble trouble, Machine machine, Tape tape) {
    switch (trouble) {
      case EDIT -> edit(machine, tape);
      case SMALL_DISK -> machine.disk().limitFree(tape.nextSize(5_000));
      case OTHER_SYNC -> {
        Machine other = tape.pick(machines);
        if (!syncing.contains(other)) {
          sync(other, Consent.ASK, Interception.CALM);
        }
      }
      case KILL, POWER, BROKEN, DENIED, NO_SPACE, UNREACHABLE, LOST_REPLY, SHORT, FLIPPED -> {}
    }
  }

  /// One sync, and what becomes of the machine if it crashes; nothing if it did not end well.
  private Optional<SimDevice.Result> sync(
      Machine machine, Consent consent, Interception interception) {
    if (interception == Interception.CALM) {
      say(machine, "syncs");
    }
    return attempt(machine, interception, () -> machine.sync(consent, interception));
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
    attempt(machine, interception, () -> machine.glance(directories, interception));
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
      case BACK_UP_STORAGE -> storage.takeBackup();
      case RESTORE_STORAGE -> {
        // Only a process that starts is sure to notice at once.
        machines.forEach(Machine::close);
        storage.restoreBackup();
      }
      case FLIP_BIT -> {
        epoch.becomesFaulty();
        storage.flipBit(tape.nextInt(1 << 20)).ifPresent(name -> say(machine, "  in " + name));
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
          CALM ->
          throw new IllegalArgumentException("no disaster: " + kind);
    }
  }

  private void calm() {
    say("all is calm");
    storage.healBits();
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
    if (works()) {
      throw new Violation(Law.IDEMPOTENCE, "a sync after the last one did something");
    }
    epoch.check();
    // What a disk could not show yet may still come to it.
    boolean open = machines.stream().anyMatch(it -> !it.device().notApplied().isEmpty());
    for (TreeItem item : machines.getFirst().device().tree().values()) {
      open |= item instanceof TreeItem.Conflict;
      counters.count("tree: " + item.getClass().getSimpleName());
    }
    epoch.begin(open);
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
      long shared = storage.changes();
      SimDevice.Result result =
          sync(machine, Consent.ACCEPT, Interception.CALM)
              .orElseThrow(() -> new Violation(Law.LIVENESS, machine.name() + " cannot sync"));
      boolean changed = disk != machine.disk().engineChanges() || shared != storage.changes();
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

  /// The time from one calm to the next: who acted, and whether anything happened in it after which
  /// devices need not show what users left.
  private final class Epoch {
    private final Set<Machine> actors = new HashSet<>();
    private boolean disturbed;
    private boolean faulty;
    private @Nullable Map<TreePath, TreeItem> left;

    void acted(Machine machine) {
      actors.add(machine);
      left = machine.items();
    }

    void disturbed() {
      disturbed = true;
    }

    void becomesFaulty() {
      faulty = true;
    }

    boolean faulty() {
      return faulty;
    }

    void heals() {
      faulty = false;
    }

    void begin(boolean open) {
      actors.clear();
      left = null;
      disturbed = open;
    }

    void check() {
      if (disturbed || actors.size() != 1 || left == null) {
        return;
      }
      counters.count("calm after only one user acted");
      Machine actor = actors.iterator().next();
      List<String> differences = Oracle.differences(left, actor.items());
      if (!differences.isEmpty()) {
        throw new Violation(
            Law.OBEDIENCE,
            "only %s did something, and yet does not show it: %s"
                .formatted(actor.name(), differences));
      }
    }
  }
}
