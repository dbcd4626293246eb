package dev.tidelock.simulation.world;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Fault;
import dev.tidelock.simulation.gate.Interception;
import dev.tidelock.simulation.world.SimDevice.Consent;
import java.util.Set;
import java.util.TreeSet;

/// The lies of a run: each is told before, in the middle of or after a sync, to whoever syncs then.
/// In the end whoever lied is gone, and an honest place is there instead.
final class Lies {
  /// A sync rarely asks a place more often.
  private static final int MANY_REQUESTS = 40;

  /// First something else is written, then the conflict with what cannot be had is decided.
  private static final int REMEDY_ROUNDS = 3;

  private final World world;
  private final Syncs syncs;

  Lies(World world, Syncs syncs) {
    this.world = world;
    this.syncs = syncs;
  }

  /// A lie is told while a device syncs.
  void tell(Machine machine, Choices choices) {
    Site site = world.sites().one(choices);
    Liar liar =
        site.liar().orElseThrow(() -> new IllegalStateException(site.name() + " is honest"));
    String lie = choices.word(tape -> tape.pick(liar.lies()));
    Moment moment = new Moment(liar, lie, choices.number(tape -> tape.nextSize(MANY_REQUESTS)));
    moment.seed = choices.detail();
    world.epoch().disturbed();
    world.epoch().becomesFaulty();
    world.say(machine, "is lied to: " + lie);
    moment.tellIfDue();
    syncs.whole(machine, Consent.ASK, moment, world.sites().names());
    moment.tell();
    world.count((moment.told ? "lie: " : "nothing to lie about: ") + lie);
  }

  /// When a lie is told: before a request of a sync, by its number.
  private static final class Moment implements Interception {
    private final Liar liar;
    private final String lie;
    private int left;
    private Tape seed = Tape.of(0);
    private boolean tried;
    private boolean told;

    Moment(Liar liar, String lie, int requests) {
      this.liar = liar;
      this.lie = lie;
      this.left = requests;
    }

    @Override
    public Fault before(Call call) {
      if (call.operation().startsWith("blob.") || call.operation().startsWith("hub.")) {
        left--;
        tellIfDue();
      }
      return Fault.NONE;
    }

    private void tellIfDue() {
      if (left <= 0) {
        tell();
      }
    }

    private void tell() {
      if (!tried) {
        tried = true;
        told = liar.tell(lie, seed);
      }
    }
  }

  /// Whoever lied is gone. Devices meet at an honest place, which is new to them or as it was when
  /// all was calm last.
  void end() {
    world.say("an honest place takes the place of the liar");
    world.machines().forEach(Machine::close);
    world
        .sites()
        .each(site -> {
          site.liar().ifPresent(Liar::leave);
          site.restoreBackup();
        });
  }

  /// Users see to what a liar had and nobody else: a content that nobody can show or send. They
  /// write something else there, or decide for what they have.
  void remedy(Choices choices) {
    Tape tape = choices.detail();
    for (int round = 0; round < REMEDY_ROUNDS; round++) {
      world.machines().forEach(machine -> remedy(machine, tape));
    }
  }

  private void remedy(Machine machine, Tape tape) {
    syncs.whole(machine, Consent.ACCEPT, Interception.CALM, world.sites().names());
    Set<TreePath> stuck = new TreeSet<>(machine.device().awaited());
    stuck.addAll(machine.device().notApplied());
    for (TreePath path : stuck) {
      world.count("remedy: of what only a liar had");
      world.say(machine, "sees to " + path);
      machine
          .device()
          .conflicts()
          .forEach(open -> machine.device().resolve(open, SimDevice.Choice.OURS));
      world.user(machine).writeAnew(path, tape);
    }
  }

  /// All is calm. If this is remembered, what comes next ends here, and else at a new place.
  void calm(Choices choices) {
    if (choices.constant(Memory.class) == Memory.KEPT) {
      world.sites().each(Site::takeBackup);
    }
  }

  /// What an honest place remembers.
  private enum Memory {
    KEPT,
    NOTHING
  }
}
