package dev.tidelock.simulation.world;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.disk.CrashReport;
import dev.tidelock.simulation.disk.DiskNames;
import dev.tidelock.simulation.disk.Shown;
import dev.tidelock.simulation.gate.Fault;
import dev.tidelock.simulation.gate.Interception;
import dev.tidelock.simulation.gate.SimCrash;
import dev.tidelock.simulation.world.SimDevice.Consent;
import dev.tidelock.simulation.world.Violation.Law;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The syncs of a run, and what comes in between.
final class Syncs {
  /// A device reaches all places, in the order in which it knows them.
  static final String EVERYWHERE = "*";

  /// How many of the syncs look only at some directories.
  private static final double GLANCES = 0.35;

  /// How many of these have nothing to do with what happened.
  private static final double WRONG = 0.3;

  /// How many hints are lost, where some are.
  private static final double LOST = 0.4;

  private static final long SECOND = 1_000_000_000L;

  /// Less than half of how long the trash keeps something: ten days.
  private static final long WRONG_SECONDS = 864_000;

  /// How many are asked for in a special manner.
  private static final double MANNERS = 0.08;

  /// Calls go through, although something else does not.
  private static final Interception TROUBLE_ELSEWHERE = call -> Fault.NONE;

  private final World world;
  private final Deeds deeds;
  private final Set<Machine> syncing = new HashSet<>();

  Syncs(World world, Deeds deeds) {
    this.world = world;
    this.deeds = deeds;
  }

  /// How much of its disk a device looks at.
  enum Way {
    /// Everything.
    WHOLE,
    /// Some directories, whatever happened in them.
    GLANCE,
    /// Those of which a watch told that something happened there.
    WATCH,
    /// Everything, in a special manner.
    SPECIAL
  }

  private static Way way(Tape tape) {
    if (tape.chance(GLANCES)) {
      return tape.chance(WRONG) ? Way.GLANCE : Way.WATCH;
    }
    return tape.chance(MANNERS) ? Way.SPECIAL : Way.WHOLE;
  }

  /// A sync that nothing gets in the way of.
  void calm(Machine machine, Choices choices) {
    sync(machine, choices, Interception.CALM);
  }

  /// A sync with something in the middle.
  void troubled(Machine machine, Choices choices) {
    Trouble trouble = choices.constant(Trouble.class);
    TroublePlan plan =
        TroublePlan.sometime(
            choices, trouble, machine.lastCalls(), kind -> interlude(kind, machine, choices));
    world.say(machine, "has trouble: " + plan);
    if (trouble.isAtHub()) {
      world.sites().intercept(plan);
    }
    try {
      sync(machine, choices, trouble.isAtHub() ? TROUBLE_ELSEWHERE : plan);
    } finally {
      world.sites().intercept(Interception.CALM);
    }
    if (plan.struck()) {
      world.count("trouble: " + trouble);
    }
    if (trouble == Trouble.SMALL_DISK) {
      machine.disk().unlimit();
    }
  }

  /// Frees at all places what nobody needs, sometimes while somebody syncs.
  void tidy(Choices choices) {
    world.say("garbage is collected");
    world.count("garbage collection");
    Machine other = world.some(choices);
    Optional<Trouble> beside =
        switch (choices.constant(Beside.class)) {
          case NOTHING -> Optional.empty();
          case A_SYNC -> Optional.of(Trouble.HUB_OTHER_SYNC);
          case DEATH -> Optional.of(Trouble.HUB_KILL);
        };
    beside.ifPresent(trouble ->
        world
            .sites()
            .intercept(
                TroublePlan.sometime(
                    choices, trouble, 0, kind -> interlude(kind, other, choices))));
    world.sites().each(Site::tidy);
    world.sites().intercept(Interception.CALM);
  }

  /// What goes on while garbage is collected.
  private enum Beside {
    NOTHING,
    A_SYNC,
    DEATH
  }

  /// The machine's clock is wrong by another time.
  void jump(Machine machine, Choices choices) {
    machine.clock().set(wrongNanos(choices));
    world.say(machine, "has another time: " + machine.clock().wallMillis());
  }

  private static long wrongNanos(Choices choices) {
    return choices.number(tape -> (int) (tape.nextLong() % WRONG_SECONDS)) * SECOND;
  }

  private void interlude(Trouble trouble, Machine machine, Choices choices) {
    switch (trouble) {
      case EDIT -> deeds.hurry(machine);
      case SMALL_DISK -> machine.disk().limitFree(choices.number(tape -> tape.nextSize(5_000)));
      case OTHER_SYNC, HUB_OTHER_SYNC -> {
        Machine other = world.some(choices);
        if (!syncing.contains(other)) {
          whole(other, Consent.ASK, Interception.CALM, world.sites().some(choices));
        }
      }
      case CLOCK -> jump(machine, choices);
      case HUB_CLOCK -> {
        long nanos = wrongNanos(choices);
        world.say("the clocks of places jump by " + nanos);
        world.sites().each(site -> site.setClock(nanos));
      }
      case TIDY, HUB_TIDY -> {
        world.say("garbage is collected meanwhile");
        world.sites().each(Site::tidy);
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

  private void sync(Machine machine, Choices choices, Interception interception) {
    Way way = choices.constant(Way.class, Syncs::way);
    switch (way) {
      case WHOLE -> whole(machine, Consent.ASK, interception, world.sites().some(choices));
      case SPECIAL -> {
        SimDevice.Manner manner = choices.constant(SimDevice.Manner.class);
        special(machine, manner, interception, world.sites().some(choices));
      }
      case GLANCE -> {
        world.count("watch: WRONG");
        glance(machine, choices.paths(tape -> wrongHints(machine, tape)), choices, interception);
      }
      case WATCH -> {
        Hearing hearing = choices.constant(Hearing.class);
        world.count("watch: " + hearing);
        // To be told changes a watch, whoever chooses.
        Set<TreePath> heard = heard(machine.watch(), hearing);
        Set<TreePath> told =
            choices.paths(tape -> hearing == Hearing.LOST ? some(heard, tape) : heard);
        glance(machine, told, choices, interception);
      }
    }
  }

  private void glance(
      Machine machine, Set<TreePath> directories, Choices choices, Interception interception) {
    List<String> places = world.sites().some(choices);
    world.say(machine, "glances at " + directories);
    watched(
        machine,
        Witness.Manner.SOMEHOW,
        () ->
            attempt(
                machine, interception, () -> machine.glance(directories, places, interception)));
  }

  private void special(
      Machine machine, SimDevice.Manner manner, Interception interception, List<String> places) {
    world.say(machine, "syncs with " + manner);
    world.count("manner: " + manner);
    if (manner.takesSides()) {
      world.epoch().disturbed();
      world.ledger().decidedAll();
      world.witness().disturbed();
    }
    Map<TreePath, TreeItem> before = machine.items();
    watched(
        machine,
        Witness.Manner.SOMEHOW,
        () -> attempt(machine, interception, () -> machine.sync(manner, places, interception)));
    if (manner == SimDevice.Manner.PREVIEW
        && interception == Interception.CALM
        && !machine.items().equals(before)) {
      throw new Violation(Law.OBEDIENCE, machine.name() + " did what it was only asked about");
    }
  }

  /// How well a watch hears what happens on the disk.
  private enum Hearing {
    /// It is told of everything.
    ALL,
    /// Some is lost.
    LOST,
    /// Some is told twice: now, and when it is no news any more.
    TWICE,
    /// More happened than it can tell: whatever was watched may have changed.
    OVERFLOW
  }

  private static Set<TreePath> heard(SimWatch watch, Hearing hearing) {
    return switch (hearing) {
      case ALL, LOST -> watch.heard();
      case TWICE -> watch.again();
      case OVERFLOW -> watch.watched();
    };
  }

  private static Set<TreePath> some(Set<TreePath> all, Tape tape) {
    return all.stream()
        .filter(_ -> !tape.chance(LOST))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Directories that are there, some of them, and some that are not.
  private static Set<TreePath> wrongHints(Machine machine, Tape tape) {
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
    return directories;
  }

  /// One sync of everything, and what becomes of the machine if it crashes; nothing if it did not
  /// end well.
  Optional<SimDevice.Result> whole(
      Machine machine, Consent consent, Interception interception, List<String> places) {
    world.say(machine, "syncs");
    Witness.Manner manner =
        interception != Interception.CALM
            ? Witness.Manner.SOMEHOW
            : switch (consent) {
              case ASK -> Witness.Manner.WHOLE;
              case ACCEPT -> Witness.Manner.ALLOWED;
            };
    Optional<Vigil.Before> before = world.vigil().map(vigil -> vigil.before(machine));
    Optional<SimDevice.Result> result =
        watched(
            machine,
            manner,
            () ->
                attempt(machine, interception, () -> machine.sync(consent, places, interception)));
    before.ifPresent(seen -> world.vigil().orElseThrow().after(machine, seen, consent));
    return result;
  }

  /// A sync, and what somebody at the place says of it.
  private Optional<SimDevice.Result> watched(
      Machine machine, Witness.Manner manner, Supplier<Optional<SimDevice.Result>> sync) {
    Witness.Before before = world.witness().before(machine);
    Optional<SimDevice.Result> result = sync.get();
    if (!world.epoch().faulty()) {
      Witness.Manner seen = result.isEmpty() ? Witness.Manner.SOMEHOW : manner;
      world.sites().quietly(() -> world.witness().after(machine, before, seen));
    }
    return result;
  }

  /// A file is away for a moment, while the device looks there, once or twice, as a watch does.
  /// Only on disks that tell all names apart: elsewhere another file may come to stand under the
  /// name meanwhile, and be overwritten by whoever brings his back.
  void blink(Machine machine, Choices choices) {
    Witness witness = world.witness();
    Optional<TreePath> chosen =
        choices
            .maybePath(tape -> some(tape, standing(machine)))
            .filter(standing(machine)::contains);
    if (chosen.isEmpty() || world.epoch().faulty() || machine.names() != DiskNames.EXACT) {
      return;
    }
    TreePath path = chosen.get();
    // What it saw before is forgotten.
    machine.close();
    Witness.Before before = witness.before(machine);
    Runnable bringBack;
    try {
      bringBack = world.user(machine).takeAway(path);
    } catch (FileFailure notAllowed) {
      return;
    }
    world.say(machine, "glances while " + path + " is away for a moment");
    world.count("sync: while a file is away");
    for (int i = choices.number(tape -> tape.nextInt(1, 2)); i > 0; i--) {
      Set<TreePath> directory = Set.of(path.parent().orElseThrow());
      List<String> places = world.sites().names();
      attempt(
          machine, Interception.CALM, () -> machine.glance(directory, places, Interception.CALM));
      machine.clock().advance(SECOND);
    }
    bringBack.run();
    world.sites().quietly(() -> witness.checkKept(machine, before, path));
  }

  /// Files that nobody did anything to lately.
  private List<TreePath> standing(Machine machine) {
    return machine.items().entrySet().stream()
        .filter(each -> each.getValue() instanceof TreeItem.File)
        .map(Map.Entry::getKey)
        .filter(path -> world.user(machine).canTakeAway(path))
        .filter(path -> world.witness().stands(machine, path))
        .toList();
  }

  private static Optional<TreePath> some(Tape tape, List<TreePath> paths) {
    return paths.isEmpty() ? Optional.empty() : Optional.of(tape.pick(paths));
  }

  private Optional<SimDevice.Result> attempt(
      Machine machine, Interception interception, Supplier<SimDevice.Result> action) {
    syncing.add(machine);
    world.epoch().syncs(machine);
    try {
      SimDevice.Result result = action.get();
      world.epoch().synced(machine);
      world.say(machine, "  " + result);
      world.count(result.worked() ? "sync: worked" : "sync: nothing to do");
      if (result.held()) {
        world.count("sync: held back");
      }
      return Optional.of(result);
    } catch (SimCrash crash) {
      world.say(machine, "  crashes: " + crash.getMessage());
      world.count("sync: crashed");
      if (crash.kind() == SimCrash.Kind.POWER) {
        powerCut(machine, "in a sync");
      } else {
        machine.kill();
      }
    } catch (FileFailure | StateFailure | RemoteFailure failure) {
      world.say(machine, "  fails: " + failure);
      world.count(
          "sync: failed with " + failure.getClass().getSimpleName() + " " + reason(failure));
      machine.close();
      boolean calm = interception == Interception.CALM && !world.epoch().faulty();
      boolean liedTo = world.vigil().isPresent();
      if (calm || liedTo && !(failure instanceof RemoteFailure)) {
        throw new Violation(Law.NO_DEFECT, machine.name() + " fails without reason", failure);
      }
    } finally {
      syncing.remove(machine);
    }
    return Optional.empty();
  }

  private static Enum<?> reason(RuntimeException failure) {
    return switch (failure) {
      case FileFailure files -> files.reason();
      case StateFailure state -> state.reason();
      case RemoteFailure remote -> remote.reason();
      default -> throw new IllegalArgumentException("no failure of a port", failure);
    };
  }

  void powerCut(Machine machine, String when) {
    machine.kill();
    world.witness().disturbed();
    CrashReport report = machine.disk().crash();
    machine.clock().reboot();
    world.ledger().crashed(report);
    if (report.userLost()) {
      world.epoch().disturbed();
    }
    world.say(
        machine,
        "loses power %s: %d contents gone, %d torn%s"
            .formatted(
                when,
                report.gone().size(),
                report.appeared().size(),
                report.userLost() ? ", the user's among them" : ""));
    world.count("power cut " + when);
  }
}
