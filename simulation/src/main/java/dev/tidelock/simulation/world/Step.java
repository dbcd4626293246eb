package dev.tidelock.simulation.world;

import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.List;

/// One thing that happens in a run: a deed of a user, from the tape of the work, or anything else,
/// from the tape of the schedule. It carries its own choices, and a seed for those that are left
/// open, so that leaving out others leaves it as it is, as far as it still applies.
///
/// @param kind what
/// @param device to which device, by number
/// @param choices what is chosen already, in words
/// @param seed decides the rest
public record Step(Kind kind, int device, List<String> choices, long seed) {
  private static final int PAUSE_MILLIS = 3_000;

  public Step {
    choices = List.copyOf(choices);
  }

  /// A step with everything left open.
  public static Step of(Kind kind, int device, long seed) {
    return new Step(kind, device, List.of(), seed);
  }

  /// A user does this, and makes it durable.
  public static Step edit(int device, UserAction action, long seed) {
    return new Step(
        Kind.EDIT, device, List.of(action.name(), UserAction.Care.LASTING.name()), seed);
  }

  /// A device syncs everything with everybody, and something happens before one call.
  public static Step struck(int device, Trouble trouble, long call, long seed) {
    return new Step(
        Kind.TROUBLED_SYNC,
        device,
        List.of(
            trouble.name(),
            TroublePlan.ANY_CALL,
            Long.toString(call),
            "1",
            Syncs.Way.WHOLE.name(),
            Syncs.EVERYWHERE),
        seed);
  }

  /// A device syncs everything with everybody, and something happens before a call of one kind.
  ///
  /// @param calls how many calls of that kind go through before
  public static Step struck(int device, Trouble trouble, String operation, int calls, long seed) {
    return new Step(
        Kind.TROUBLED_SYNC,
        device,
        List.of(
            trouble.name(),
            operation,
            Integer.toString(calls),
            "1",
            Syncs.Way.WHOLE.name(),
            Syncs.EVERYWHERE),
        seed);
  }

  /// A device syncs everything with everybody.
  public static Step whole(int device, long seed) {
    return new Step(Kind.SYNC, device, List.of(Syncs.Way.WHOLE.name(), Syncs.EVERYWHERE), seed);
  }

  /// So much time passes at a device and at all places.
  public static Step wait(int device, int seconds, long seed) {
    return new Step(Kind.WAIT, device, List.of(Integer.toString(seconds)), seed);
  }

  /// A step that stays as it is, chosen already in its first words.
  Step with(List<String> words) {
    return new Step(kind, device, words, seed);
  }

  /// The same of another device.
  Step at(int other) {
    return new Step(kind, other, choices, seed);
  }

  /// The same sync, without anything in its way.
  Step calmed() {
    List<String> words = new ArrayList<>(choices);
    words.subList(0, Math.min(TroublePlan.WORDS, words.size())).clear();
    return new Step(Kind.SYNC, device, words, seed);
  }

  /// How much time passes before it happens.
  int pauseMillis() {
    return Tape.of(~seed).nextSize(PAUSE_MILLIS);
  }

  Choices open() {
    return new Choices(choices, Tape.of(seed));
  }

  /// What can happen.
  public enum Kind {
    /// The user does something.
    EDIT,
    /// The user settles a conflict, if there is one.
    RESOLVE,
    /// The device syncs, and nothing gets in its way.
    SYNC,
    /// The device syncs, and something happens in the middle.
    TROUBLED_SYNC,
    /// The process is killed between two syncs.
    KILL,
    /// The power fails between two syncs.
    POWER,
    /// The clock is set to another time.
    CLOCK,
    /// Time passes.
    WAIT,
    /// A file is away for a moment, as when an editor saves it, while the device looks there.
    BLINK,
    /// The state store is lost.
    LOSE_STATE,
    /// The state store is as it was some writes ago.
    OLD_STATE,
    /// The whole machine is backed up.
    BACK_UP,
    /// The whole machine is as it was backed up.
    RESTORE,
    /// The machine's disk becomes a copy of another one's, with its state and all it knows.
    CLONE,
    /// The shared storage is backed up.
    BACK_UP_STORAGE,
    /// The shared storage is as it was backed up.
    RESTORE_STORAGE,
    /// Whoever runs the hub or the storage lets it free what nobody needs.
    TIDY,
    /// A bit turns in the shared storage, until the next calm.
    FLIP_BIT,
    /// Somebody lies while the device syncs, until the next calm.
    LIE,
    /// All faults end, all devices sync until nothing is left to do, and everything is checked.
    CALM;

    /// Whether it is from the tape of the work, and not from that of the schedule.
    boolean isWork() {
      return this == EDIT || this == RESOLVE;
    }

    /// Whether after it devices need not show what users left.
    boolean isDisaster() {
      return switch (this) {
        case LOSE_STATE,
            OLD_STATE,
            BACK_UP,
            RESTORE,
            CLONE,
            BACK_UP_STORAGE,
            RESTORE_STORAGE,
            FLIP_BIT ->
            true;
        case EDIT, RESOLVE, SYNC, TROUBLED_SYNC, KILL, POWER, CLOCK, WAIT, BLINK, TIDY, LIE, CALM ->
            false;
      };
    }
  }
}
