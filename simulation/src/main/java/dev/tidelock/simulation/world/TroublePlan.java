package dev.tidelock.simulation.world;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Fault;
import dev.tidelock.simulation.gate.Interception;
import dev.tidelock.simulation.gate.SimCrash;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// One trouble at one moment of a sync: at a call by its number, at the n-th call that changes
/// something, or at the n-th of one kind.
final class TroublePlan implements Interception {
  private static final List<String> CHANGES =
      List.of(
          "fs.create",
          "fs.replace",
          "fs.exchange",
          "fs.exchange",
          "fs.move",
          "fs.hardLink",
          "fs.delete",
          "fs.barrier",
          "fs.makeDirectory",
          "fs.removeDirectory",
          "fs.setAttributes",
          "fs.sink.write",
          "state.write",
          "blob.create",
          "hub.POST");
  private static final List<String> LOOKS =
      List.of(
          "fs.open",
          "fs.stat",
          "fs.list",
          "fs.source.read",
          "blob.read",
          "blob.readRange",
          "hub.GET",
          "hub.POST");
  private static final List<String> HUB =
      List.of(
          "sql.read", "sql.write", "sql.written", "blob.create", "blob.readRange", "blob.delete");

  private final Trouble trouble;
  private final Set<String> operations;
  private final Consumer<Trouble> interlude;
  private long countdown;
  private int repeats;
  private boolean struck;

  private TroublePlan(
      Trouble trouble, Set<String> operations, long countdown, Consumer<Trouble> interlude) {
    this.trouble = trouble;
    this.operations = operations;
    this.countdown = countdown;
    this.interlude = interlude;
    this.repeats = 1;
  }

  /// Trouble at a moment that the tape picks.
  ///
  /// @param lastCalls about how many calls a sync makes
  /// @param interlude does what the trouble does to the world, for those that do
  static TroublePlan sometime(
      Tape tape, Trouble trouble, long lastCalls, Consumer<Trouble> interlude) {
    TroublePlan plan =
        switch (tape.nextInt(4)) {
          case 0 ->
              new TroublePlan(trouble, Set.of(), tape.nextInt((int) lastCalls + 5), interlude);
          case 1 -> {
            String operation = tape.pick(tape.nextBoolean() ? CHANGES : LOOKS);
            yield new TroublePlan(trouble, Set.of(operation), tape.nextSize(12), interlude);
          }
          default -> new TroublePlan(trouble, Set.copyOf(CHANGES), tape.nextSize(64), interlude);
        };
    if (trouble.isAtHub()) {
      plan =
          tape.nextBoolean()
              ? new TroublePlan(trouble, Set.of(), tape.nextSize(80), interlude)
              : new TroublePlan(trouble, Set.of(tape.pick(HUB)), tape.nextSize(16), interlude);
    }
    if (trouble == Trouble.EDIT) {
      plan.repeats = tape.nextInt(1, 3);
    }
    return plan;
  }

  /// Trouble before exactly this call.
  static TroublePlan at(long call, Trouble trouble, Consumer<Trouble> interlude) {
    return new TroublePlan(trouble, Set.of(), call, interlude);
  }

  Trouble trouble() {
    return trouble;
  }

  /// Whether it came to that.
  boolean struck() {
    return struck;
  }

  @Override
  public String toString() {
    return trouble
        + " after "
        + countdown
        + switch (operations.size()) {
          case 0 -> " calls";
          case 1 -> " calls to " + operations.iterator().next();
          default -> " changes";
        };
  }

  @Override
  public Fault before(Call call) {
    if (struck && trouble == Trouble.UNREACHABLE) {
      return Fault.UNREACHABLE;
    }
    if (repeats == 0 || !(operations.isEmpty() || operations.contains(call.operation()))) {
      return Fault.NONE;
    }
    if (countdown-- > 0 || (trouble == Trouble.EDIT && isBlindSpot(call))) {
      return Fault.NONE;
    }
    countdown = 7;
    repeats--;
    struck = true;
    return strike(call);
  }

  /// Whether no program could notice an edit here: file systems cannot look at a name and replace
  /// it in one step, so what a user puts there after the last look is gone.
  private static boolean isBlindSpot(Call call) {
    return call.operation().equals("fs.replace");
  }

  private Fault strike(Call call) {
    return switch (trouble) {
      case KILL, HUB_KILL -> throw new SimCrash(SimCrash.Kind.KILL, call.toString());
      case POWER -> throw new SimCrash(SimCrash.Kind.POWER, call.toString());
      case EDIT, OTHER_SYNC, SMALL_DISK, TIDY, HUB_OTHER_SYNC, HUB_TIDY -> {
        interlude.accept(trouble);
        yield Fault.NONE;
      }
      case BROKEN, HUB_BROKEN -> Fault.BROKEN;
      case DENIED, HUB_BUSY -> Fault.DENIED;
      case NO_SPACE, HUB_NO_SPACE -> Fault.NO_SPACE;
      case UNREACHABLE -> Fault.UNREACHABLE;
      case LOST_REPLY -> Fault.LOST_REPLY;
      case LATE -> Fault.LATE;
      case SHORT -> Fault.SHORT;
      case FLIPPED -> Fault.FLIPPED;
    };
  }
}
