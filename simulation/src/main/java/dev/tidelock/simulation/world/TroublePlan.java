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
  /// The place of a trouble that may meet every call.
  static final String ANY_CALL = "ANY";

  /// The place of a trouble that may meet every call that changes something.
  static final String ANY_CHANGE = "CHANGES";

  /// How many words say what a trouble is and where.
  static final int WORDS = 4;

  private static final List<String> CHANGES =
      List.of(
          "fs.create",
          "fs.replace",
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
  private int countdown;
  private int repeats;
  private boolean struck;

  private TroublePlan(
      Trouble trouble,
      Set<String> operations,
      int countdown,
      int repeats,
      Consumer<Trouble> interlude) {
    this.trouble = trouble;
    this.operations = operations;
    this.countdown = countdown;
    this.repeats = repeats;
    this.interlude = interlude;
  }

  /// Trouble at a moment that is chosen.
  ///
  /// @param lastCalls about how many calls a sync makes
  /// @param interlude does what the trouble does to the world, for those that do
  static TroublePlan sometime(
      Choices choices, Trouble trouble, long lastCalls, Consumer<Trouble> interlude) {
    String where = choices.word(tape -> where(tape, trouble));
    int countdown = choices.number(tape -> countdown(tape, trouble, where, lastCalls));
    int repeats = choices.number(tape -> repeats(tape, trouble));
    Set<String> operations =
        switch (where) {
          case ANY_CALL -> Set.of();
          case ANY_CHANGE -> Set.copyOf(CHANGES);
          default -> Set.of(where);
        };
    return new TroublePlan(trouble, operations, countdown, repeats, interlude);
  }

  /// A user edits again and again; a request may come late as often as it is sent.
  private static int repeats(Tape tape, Trouble trouble) {
    return switch (trouble) {
      case EDIT -> tape.nextInt(1, 3);
      case LATE -> tape.pick(1, 1, 4);
      default -> 1;
    };
  }

  private static String where(Tape tape, Trouble trouble) {
    if (trouble.isAtHub()) {
      return tape.nextBoolean() ? ANY_CALL : tape.pick(HUB);
    }
    return switch (tape.nextInt(4)) {
      case 0 -> ANY_CALL;
      case 1 -> tape.pick(tape.nextBoolean() ? CHANGES : LOOKS);
      default -> ANY_CHANGE;
    };
  }

  private static int countdown(Tape tape, Trouble trouble, String where, long lastCalls) {
    return switch (where) {
      case ANY_CALL -> trouble.isAtHub() ? tape.nextSize(80) : tape.nextInt((int) lastCalls + 5);
      case ANY_CHANGE -> tape.nextSize(64);
      default -> tape.nextSize(trouble.isAtHub() ? 16 : 12);
    };
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
    countdown = trouble == Trouble.LATE ? 0 : 7;
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
      case EDIT, OTHER_SYNC, SMALL_DISK, CLOCK, TIDY, HUB_OTHER_SYNC, HUB_TIDY, HUB_CLOCK -> {
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
