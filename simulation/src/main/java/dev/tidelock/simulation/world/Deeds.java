package dev.tidelock.simulation.world;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.simulation.world.SimDevice.Choice;
import dev.tidelock.simulation.world.Step.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What users do in a run, each deed once: when it is its turn, or earlier, if the schedule has it
/// happen in the middle of a sync.
final class Deeds {
  private final World world;
  private final List<Step> steps;
  private final List<Step> written;
  private final BitSet done = new BitSet();
  private int now;

  Deeds(World world, List<Step> steps) {
    this.world = world;
    this.steps = steps;
    this.written = new ArrayList<>(steps);
  }

  /// It is the turn of the step with this number.
  void turn(int number) {
    now = number;
  }

  /// The choices of the step with this number, whose turn it is, were these.
  void wrote(int number, Choices choices) {
    written.set(number, steps.get(number).with(choices.made()));
  }

  /// All steps, with all their choices as far as they were made.
  List<Step> written() {
    return written;
  }

  /// Whether a step happened already.
  boolean isDone(int number) {
    return done.get(number);
  }

  /// The user's next edit before all is calm happens now, if there is one.
  void hurry(Machine machine) {
    int device = world.machines().indexOf(machine);
    for (int i = now + 1; i < steps.size() && steps.get(i).kind() != Kind.CALM; i++) {
      if (steps.get(i).kind() == Kind.EDIT && steps.get(i).device() == device && !done.get(i)) {
        done.set(i);
        Choices choices = steps.get(i).open();
        edit(machine, choices);
        wrote(i, choices);
        return;
      }
    }
  }

  /// The user edits something.
  void edit(Machine machine, Choices choices) {
    Optional<TreeItem> rules = machine.item(User.IGNORE_FILE);
    Map<TreePath, TreeItem> before = machine.items();
    User.Deeds deeds = world.user(machine).act(choices);
    world.say(machine, deeds.words());
    world.count(deeds.event());
    world.ledger().dismiss(before.values(), machine.items().values());
    Set<TreePath> touched = world.epoch().acted(machine, before, deeds.paths());
    world.witness().acted(world.machines(), machine, touched);
    if (!rules.equals(machine.item(User.IGNORE_FILE))) {
      world.epoch().disturbed();
    }
  }

  /// The user settles a conflict, if one is open.
  void resolve(Machine machine, Choices choices) {
    if (world.epoch().faulty()) {
      return;
    }
    List<TreePath> open = machine.device().conflicts();
    Optional<TreePath> path =
        choices
            .maybePath(tape -> open.isEmpty() ? Optional.empty() : Optional.of(tape.pick(open)))
            .filter(open::contains);
    if (path.isEmpty()) {
      return;
    }
    Choice choice = choices.constant(Choice.class);
    world.say(machine, "resolves " + path.get() + " by " + choice);
    world.count("resolve");
    world.epoch().disturbed();
    try {
      world.ledger().decided(machine.device().disputed());
      if (choice == Choice.THEIRS) {
        // What stands on his own disk he decides against, too, however new it is.
        machine.item(path.get()).ifPresent(world.ledger()::decidedAgainst);
      }
      machine.device().resolve(path.get(), choice);
    } catch (RemoteFailure failure) {
      world.say(machine, "  fails: " + failure);
      machine.close();
    }
  }
}
