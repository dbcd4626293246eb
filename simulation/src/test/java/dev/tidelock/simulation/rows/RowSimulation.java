package dev.tidelock.simulation.rows;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.record.merge.RecordRules;
import dev.tidelock.core.record.merge.RowRule;
import dev.tidelock.core.record.merge.TableRules;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.sync.Direction;
import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Interception;
import dev.tidelock.simulation.gate.Runaway;
import dev.tidelock.simulation.gate.SimCrash;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.port.BlobVault;
import dev.tidelock.simulation.world.Counters;
import dev.tidelock.simulation.world.Violation;
import dev.tidelock.simulation.world.Violation.Law;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// One run of a [RowScenario], in one thread.
final class RowSimulation implements AutoCloseable {
  private static final RecordRules MANUAL =
      (_, _) ->
          new TableRules(new RowRule.Manual(), TableRules.Deletes.MANUAL, Map.of(), List.of());
  private static final int CALM_ROUNDS = 6;
  private static final long SECOND = 1_000_000_000L;

  private final RowScenario scenario;
  private final Path directory;
  private final Trace trace = Trace.quiet();
  private final BlobVault vault = new BlobVault();
  private final List<RowMachine> machines = new ArrayList<>();
  private final RowLedger ledger = new RowLedger();
  private final Counters counters = new Counters();
  private final List<String> log = new ArrayList<>();
  private final Map<RowMachine, Set<RowWitness.Place>> backedUp = new HashMap<>();
  private final Set<RowMachine> syncing = new HashSet<>();
  private final RowWitness witness = new RowWitness();
  private final RowUser user = new RowUser(ledger, witness);
  private final RowLaws laws;

  private RowSimulation(RowScenario scenario, Path directory) {
    this.scenario = scenario;
    this.directory = directory;
    for (int i = 0; i < scenario.devices(); i++) {
      String name = String.valueOf((char) ('A' + i));
      Tape tape = Tape.of(scenario.seed() + i).fork();
      RowMachine machine = new RowMachine(name, directory, vault, trace, tape);
      machines.add(machine);
      RowUser.install(machine, tape.pick("WAL", "WAL", "DELETE"));
    }
    this.laws = new RowLaws(machines, ledger, witness, RowHistory.of(vault));
  }

  /// How a run ended.
  ///
  /// @param scenario what ran
  /// @param trace the fingerprint of its course
  /// @param counters what happened in it
  /// @param log what happened in it, in words
  /// @param violation what must not happen, and did
  record Report(
      RowScenario scenario,
      long trace,
      Counters counters,
      List<String> log,
      Optional<Violation> violation) {
    /// The whole story, for people.
    String story() {
      return violation
          .map(broken ->
              "%s%n%s%n%s%n%s"
                  .formatted(
                      broken.getMessage(),
                      cause(broken),
                      String.join(System.lineSeparator(), log),
                      scenario.text()))
          .orElse("");
    }

    private static String cause(Throwable broken) {
      StringBuilder text = new StringBuilder();
      for (Throwable each = broken.getCause(); each != null; each = each.getCause()) {
        text.append(each).append(System.lineSeparator());
        for (StackTraceElement element : each.getStackTrace()) {
          if (element.getClassName().startsWith("dev.tidelock")) {
            text.append("    ").append(element).append(System.lineSeparator());
          }
        }
      }
      return text.toString();
    }
  }

  /// Runs a scenario to its end, or to the first violation, with its databases in a directory.
  static Report run(RowScenario scenario, Path directory) {
    try (RowSimulation simulation = new RowSimulation(scenario, directory)) {
      return simulation.run();
    }
  }

  private Report run() {
    Optional<Violation> violation = Optional.empty();
    try {
      scenario.steps().forEach(this::perform);
    } catch (Violation broken) {
      violation = Optional.of(broken);
    } catch (Runaway endless) {
      violation = Optional.of(new Violation(Law.LIVENESS, "a sync goes in circles", endless));
    } catch (RuntimeException | StackOverflowError | AssertionError defect) {
      violation = Optional.of(new Violation(Law.NO_DEFECT, defect.toString(), defect));
    }
    return new Report(scenario, trace.hash(), counters, List.copyOf(log), violation);
  }

  private void say(RowMachine machine, String words) {
    log.add(machine.name() + " " + words);
    trace.add(machine.name(), words);
  }

  private void perform(RowStep step) {
    RowMachine machine = machines.get(step.device() % machines.size());
    Tape tape = Tape.of(step.seed());
    machine.clock().advance(tape.nextSize(20_000) * (SECOND / 1_000));
    counters.count("step: " + step.kind());
    switch (step.kind()) {
      case WRITE -> write(machine, tape);
      case FILE ->
          machine
              .disk()
              .hands()
              .write(
                  TreePath.parse(tape.pick("a", "b", "c")), Bytes.utf8("file " + tape.nextLong()));
      case MASS -> said(machine, user.mass(machine, tape));
      case ADD_COLUMN -> said(machine, user.addColumn(machine, tape));
      case SYNC -> sync(machine, SyncRequest.usual(), Interception.CALM);
      case SPECIAL_SYNC -> sync(machine, special(tape), Interception.CALM);
      case TROUBLED_SYNC -> troubled(machine, tape);
      case KILL -> {
        say(machine, "is killed");
        machine.kill();
      }
      case LOSE_STATE, OLD_STATE, BACK_UP, RESTORE, TAKE_AWAY, BRING_BACK ->
          disaster(step.kind(), machine, tape);
      case CALM -> calm();
    }
  }

  private static SyncRequest special(Tape tape) {
    Direction direction = tape.pick(Direction.BOTH, Direction.UP, Direction.DOWN);
    SyncRequest usual = SyncRequest.usual().towards(direction);
    boolean manual = direction == Direction.BOTH || tape.nextBoolean();
    return manual ? usual.decidingRows(MANUAL) : usual;
  }

  private void disaster(RowStep.Kind kind, RowMachine machine, Tape tape) {
    say(machine, kind.toString());
    machine.stop();
    switch (kind) {
      case LOSE_STATE -> {
        machine.state().lose();
        disturbed(machine);
      }
      case OLD_STATE -> {
        machine.state().undo(tape.nextSize(machine.state().undoable() + 1));
        disturbed(machine);
      }
      case BACK_UP -> {
        machine.backUp();
        backedUp.put(machine, witness.touchedBy(machine.name()));
      }
      case RESTORE -> {
        if (machine.isThere() && machine.restore()) {
          user.stopPairs(machine);
          witness.touchAgain(machine.name(), backedUp.getOrDefault(machine, Set.of()));
          disturbed(machine);
        }
      }
      case TAKE_AWAY -> {
        if (machine.isThere()) {
          machine.takeAway();
        }
      }
      case BRING_BACK -> bringBack(machine);
      case WRITE, MASS, ADD_COLUMN, FILE, SYNC, SPECIAL_SYNC, TROUBLED_SYNC, KILL, CALM ->
          throw new IllegalArgumentException("no disaster: " + kind);
    }
  }

  private static void bringBack(RowMachine machine) {
    if (!machine.isThere()) {
      machine.bringBack();
    }
  }

  /// What was in no place but in what the device forgot is nobody's fault.
  private void disturbed(RowMachine machine) {
    witness.disturbed();
    ledger.forgiveAllBut(machine.name(), laws.kept(machine));
  }

  private void write(RowMachine machine, Tape tape) {
    said(machine, user.act(machine, tape));
  }

  private void said(RowMachine machine, String words) {
    say(machine, words);
    counters.count("application: " + words.split(" ", 2)[0]);
  }

  private void troubled(RowMachine machine, Tape tape) {
    RowTrouble.Kind kind = tape.pick(List.of(RowTrouble.Kind.values()));
    Tape other = tape.fork();
    RowTrouble trouble =
        RowTrouble.draw(
            tape,
            kind,
            machine.lastCalls(),
            () -> {
              if (kind == RowTrouble.Kind.WRITE) {
                write(machine, other);
              } else {
                otherSync(other.pick(machines));
              }
            });
    say(machine, "has trouble: " + trouble);
    sync(machine, SyncRequest.usual(), trouble);
    if (trouble.struck()) {
      counters.count("trouble: " + kind);
    }
  }

  private void otherSync(RowMachine machine) {
    if (!syncing.contains(machine)) {
      sync(machine, SyncRequest.usual(), Interception.CALM);
    }
  }

  private Optional<SyncOutcome> sync(
      RowMachine machine, SyncRequest request, Interception interception) {
    say(machine, "syncs");
    Optional<SyncOutcome> outcome =
        attempt(
            machine,
            interception,
            () -> {
              meet(machine, interception);
              return machine.sync(request, interception);
            });
    outcome.ifPresent(it -> {
      say(machine, "  " + words(it).replace(directory.toString(), ""));
      if (!it.stops().isEmpty()) {
        counters.count("sync: held back");
      }
      it.problems().forEach(problem -> counters.count("problem: " + problem.kind()));
    });
    laws.checkPairs();
    return outcome;
  }

  private static String words(SyncOutcome outcome) {
    return "up %d, down %d, conflicts %d, problems %s, stops %d, root %s"
        .formatted(
            outcome.recordsUp(),
            outcome.recordsDown(),
            outcome.conflictsOpen(),
            outcome.problems(),
            outcome.stops().size(),
            outcome.root().abbreviated());
  }

  /// A device attaches its database as soon as the project has it; the first one tracks it.
  private void meet(RowMachine machine, Interception interception) {
    if (!machine.isThere() || machine.isAttached()) {
      return;
    }
    machine.track(interception);
  }

  private <T> Optional<T> attempt(
      RowMachine machine, Interception interception, Supplier<T> action) {
    syncing.add(machine);
    try {
      return Optional.of(action.get());
    } catch (SimCrash crash) {
      say(machine, "  crashes: " + crash.getMessage());
      counters.count("sync: crashed");
      machine.kill();
    } catch (FileFailure | StateFailure | RemoteFailure | DatabaseFailure failure) {
      say(machine, "  fails: " + failure.toString().replace(directory.toString(), ""));
      counters.count("sync: failed with " + failure.getClass().getSimpleName());
      machine.stop();
      if (interception == Interception.CALM) {
        throw new Violation(Law.NO_DEFECT, machine.name() + " fails without reason", failure);
      }
    } finally {
      syncing.remove(machine);
    }
    return Optional.empty();
  }

  private void calm() {
    log.add("all is calm");
    machines.forEach(RowSimulation::bringBack);
    List<SyncOutcome> last = new ArrayList<>();
    int round = 0;
    while (works(last)) {
      if (++round == CALM_ROUNDS) {
        throw new Violation(Law.LIVENESS, "still at work after " + CALM_ROUNDS + " rounds");
      }
    }
    counters.count("calm after rounds: " + round);
    laws.check(last).forEach(counters::count);
  }

  private SyncOutcome whole(RowMachine machine) {
    machine.clock().advance(5 * SECOND);
    SyncOutcome outcome =
        sync(machine, SyncRequest.usual(), Interception.CALM)
            .orElseThrow(() -> new Violation(Law.LIVENESS, machine.name() + " cannot sync"));
    List<String> held = machine.held();
    for (String plan : held) {
      SyncRequest accepting = SyncRequest.usual().accepting(Optional.of(plan));
      outcome =
          sync(machine, accepting, Interception.CALM)
              .orElseThrow(() -> new Violation(Law.LIVENESS, machine.name() + " cannot sync"));
    }
    return outcome;
  }

  /// Lets each device sync once; whether any had something to do. In the end none has.
  private boolean works(List<SyncOutcome> last) {
    last.clear();
    boolean worked = false;
    for (RowMachine machine : machines) {
      long disk = machine.disk().engineChanges();
      long shared = vault.changes();
      String database = machine.application().version();
      SyncOutcome outcome = whole(machine);
      last.add(outcome);
      boolean told =
          outcome.recordsUp() + outcome.recordsDown() + outcome.filesUp() + outcome.filesDown() > 0;
      boolean wrote = !database.equals(machine.application().version());
      boolean changed = disk != machine.disk().engineChanges() || shared != vault.changes();
      if ((wrote || changed) && !told) {
        say(machine, "  wrote into " + (wrote ? "its database" : "files") + " all the same");
      }
      worked |= told || wrote || changed;
    }
    return worked;
  }

  @Override
  public void close() {
    machines.forEach(RowMachine::close);
  }
}
