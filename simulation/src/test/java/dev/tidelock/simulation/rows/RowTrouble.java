package dev.tidelock.simulation.rows;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Fault;
import dev.tidelock.simulation.gate.Interception;
import dev.tidelock.simulation.gate.SimCrash;
import java.util.Optional;
import java.util.Set;

/// One trouble at one moment of a sync.
final class RowTrouble implements Interception {
  private static final Set<String> CHANGES =
      Set.of(
          "db.commit",
          "db.write",
          "db.begin",
          "db.track",
          "db.identify",
          "state.write",
          "blob.create",
          "fs.replace",
          "fs.barrier");

  private final Kind kind;
  private final Place place;
  private final Runnable interlude;
  private int countdown;
  private int left;
  private boolean struck;

  /// What can happen.
  enum Kind {
    /// The process is killed.
    KILL,
    /// The application writes.
    WRITE,
    /// Another device syncs.
    OTHER_SYNC,
    /// Somebody holds a lock.
    BUSY,
    /// A schema is not what it was.
    CHANGED,
    /// The volume of the database is full.
    NO_SPACE,
    /// A call fails.
    BROKEN,
    /// Permission is missing.
    DENIED,
    /// The database can only be read.
    READ_ONLY,
    /// The place cannot be reached from some call on.
    UNREACHABLE,
    /// A reply of the place is lost.
    LOST_REPLY
  }

  private enum Place {
    ANY,
    DATABASE,
    CHANGE,
    WRITING
  }

  private RowTrouble(Kind kind, Place place, int countdown, int times, Runnable interlude) {
    this.kind = kind;
    this.place = place;
    this.countdown = countdown;
    this.left = times;
    this.interlude = interlude;
  }

  /// Trouble at a moment that is drawn.
  ///
  /// @param calls about how many calls a sync makes
  /// @param interlude what somebody else does
  static RowTrouble draw(Tape tape, Kind kind, long calls, Runnable interlude) {
    Place place = tape.pick(Place.ANY, Place.DATABASE, Place.CHANGE, Place.WRITING);
    int countdown =
        switch (place) {
          case ANY -> tape.nextInt((int) calls + 5);
          case DATABASE -> tape.nextSize(60);
          case CHANGE -> tape.nextSize(30);
          case WRITING -> tape.nextSize(6);
        };
    int times = kind == Kind.WRITE ? tape.nextInt(1, 3) : tape.pick(1, 1, 2, 10);
    return new RowTrouble(kind, place, countdown, times, interlude);
  }

  Kind kind() {
    return kind;
  }

  /// Whether it came to that.
  boolean struck() {
    return struck;
  }

  @Override
  public String toString() {
    return kind + " after " + countdown + " calls of " + place;
  }

  private boolean isThere(Call call) {
    return switch (place) {
      case ANY -> true;
      case DATABASE -> call.operation().startsWith("db.");
      case CHANGE -> CHANGES.contains(call.operation());
      case WRITING -> Set.of("db.begin", "db.write", "db.commit").contains(call.operation());
    };
  }

  @Override
  public Fault before(Call call) {
    if (struck && kind == Kind.UNREACHABLE) {
      return Fault.UNREACHABLE;
    }
    if (left == 0 || !isThere(call) || countdown-- > 0) {
      return Fault.NONE;
    }
    Optional<Fault> fault = fault(call);
    if (fault.isEmpty()) {
      return Fault.NONE;
    }
    countdown = 0;
    left--;
    struck = true;
    return fault.get();
  }

  /// What becomes of a call; nothing if this cannot happen to it.
  private Optional<Fault> fault(Call call) {
    boolean database = call.operation().startsWith("db.");
    return switch (kind) {
      case KILL -> throw new SimCrash(SimCrash.Kind.KILL, call.toString());
      case WRITE, OTHER_SYNC -> {
        interlude.run();
        yield Optional.of(Fault.NONE);
      }
      case BUSY -> database ? Optional.of(Fault.BUSY) : Optional.empty();
      case CHANGED -> mayChange(call) ? Optional.of(Fault.CHANGED) : Optional.empty();
      case READ_ONLY -> writes(call) ? Optional.of(Fault.READ_ONLY) : Optional.empty();
      case NO_SPACE -> writes(call) ? Optional.of(Fault.NO_SPACE) : Optional.empty();
      case DENIED -> database ? Optional.of(Fault.DENIED) : Optional.empty();
      case BROKEN -> Optional.of(Fault.BROKEN);
      case UNREACHABLE -> Optional.of(Fault.UNREACHABLE);
      case LOST_REPLY -> Optional.of(Fault.LOST_REPLY);
    };
  }

  private static boolean mayChange(Call call) {
    return Set.of("db.schema", "db.settle", "db.begin", "db.changes", "db.all")
        .contains(call.operation());
  }

  private static boolean writes(Call call) {
    return Set.of("db.begin", "db.write", "db.commit", "db.identify", "db.track", "state.write")
        .contains(call.operation());
  }
}
