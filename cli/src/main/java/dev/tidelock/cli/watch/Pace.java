package dev.tidelock.cli.watch;

import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;

/// Decides when a watch does what. It knows no clock, no disk and no remote: it is told what
/// happens and when, and answers what is next. Times are monotonic nanoseconds.
///
/// The first change goes out as soon as it stands still for a moment. What follows closely on a
/// commit waits until two seconds have passed since that, or longer where a round takes longer, so
/// that steady change makes one commit in two seconds; a few changes with pauses between them go
/// out at once. One thread.
final class Pace {
  private static final long SECOND = 1_000_000_000L;
  private static final long NEVER = Long.MAX_VALUE;

  /// How far apart commits are under steady change.
  static final long GAP = 2 * SECOND;

  /// A change this long after the last commit is not steady.
  private static final long PAUSE = 3 * SECOND / 4;

  /// How many commits may come in closer sequence than the gap allows.
  private static final int ALLOWANCE = 5;

  /// A change waits for the next one at most this many times as long as for stillness.
  private static final int STILLNESS_LIMIT = 8;

  /// What was written in one go, and in its place, waits only this part of the time.
  private static final int QUICK_SHARE = 3;

  /// What is whole already only waits for what comes with it, in the next transaction.
  private static final int ROWS_SHARE = 10;

  /// Whatever takes no more than this part of the time was done in one go.
  private static final int ONE_GO_SHARE = 5;

  /// The longest rest after a round that took long, which most often was one that waited for a
  /// remote: nothing gains from as long a rest, and what changed meanwhile waits for it.
  private static final long LONGEST_REST = 10 * SECOND;

  /// How much of the time may go into looking at everything because something is not watched.
  private static final int SHARE = 20;

  private final Timing timing;

  private OptionalLong firstChange = OptionalLong.empty();
  private long lastChange;
  private Stir stir = Stir.CONTENTS;
  private long everythingDue;
  private long remoteDue = NEVER;
  private long remoteAsked;
  private long againDue = NEVER;
  private long heldUntil = Long.MIN_VALUE;
  private Coverage coverage = Coverage.WATCHED;
  private Hearing hearing = Hearing.ASKED;

  private long began;
  private long ended;
  private long looked;
  private long lookTook;
  private long commitBegan = Long.MIN_VALUE / 2;
  private long commitEnded = Long.MIN_VALUE / 2;
  private double allowance = ALLOWANCE;

  /// @param now the time: everything is due
  Pace(Timing timing, long now) {
    this.timing = timing;
    this.everythingDue = now;
    this.looked = now;
    this.remoteAsked = now;
  }

  /// Something changed on the disk.
  void changed(long now, Stir what) {
    if (firstChange.isEmpty()) {
      firstChange = OptionalLong.of(now);
      stir = what;
    }
    stir = stir.and(what);
    lastChange = now;
  }

  /// It is not known what changed.
  void everythingChanged(long now) {
    everythingDue = Math.min(everythingDue, now + timing.stillness());
  }

  /// Something changed at a remote, or one can be reached again.
  void announced(long now) {
    remoteDue = Math.min(remoteDue, now);
  }

  /// When to look again at what was seen to be gone, or was busy; nothing if nothing was.
  void lookAgain(OptionalLong due) {
    againDue = due.orElse(NEVER);
  }

  /// When a remote that could not be reached is tried again.
  void retryRemote(long due) {
    remoteDue = Math.min(remoteDue, due);
  }

  /// Nothing is done before this time.
  void hold(long until) {
    heldUntil = until;
  }

  /// Whether remotes tell by themselves.
  void hears(Hearing now) {
    hearing = now;
  }

  /// Whether all directories are watched.
  void covers(Coverage now) {
    coverage = now;
  }

  /// What to do next, and when.
  Next next(long now) {
    long changes = changesDue();
    long everything = everythingDue();
    long again = Math.max(againDue, commitDue());
    long remote = remoteDue();
    long first = Math.min(Math.min(changes, everything), Math.min(again, remote));
    long due = Math.max(first, heldUntil);
    if (due > now) {
      return new Next.Wait(due);
    }
    Set<Part> parts = EnumSet.noneOf(Part.class);
    add(parts, Part.CHANGES, changes, now);
    add(parts, Part.EVERYTHING, everything, now);
    add(parts, Part.AGAIN, again, now);
    add(parts, Part.REMOTE, remote, now);
    return new Next.Go(parts);
  }

  private static void add(Set<Part> parts, Part part, long due, long now) {
    if (due <= now) {
      parts.add(part);
    }
  }

  private long changesDue() {
    if (firstChange.isEmpty()) {
      return NEVER;
    }
    long first = firstChange.getAsLong();
    long still =
        Math.min(lastChange + stillness(first), first + STILLNESS_LIMIT * timing.stillness());
    boolean steady = first - commitEnded < PAUSE;
    long allowed = allowance >= 1 ? still : commitBegan + (long) ((1 - allowance) * GAP);
    return Math.max(still, steady ? commitDue() : allowed);
  }

  /// Who gives files names is seldom done with that: programs write a new file beside the old one
  /// and rename it, or make many. A file written in its place stands still soon, and one that does
  /// not, or is being read while it is written, is found by the next round.
  private long stillness(long first) {
    if (stir == Stir.ROWS) {
      return timing.stillness() / ROWS_SHARE;
    }
    boolean oneGo = lastChange - first <= timing.stillness() / ONE_GO_SHARE;
    return stir == Stir.CONTENTS && oneGo ? timing.stillness() / QUICK_SHARE : timing.stillness();
  }

  /// When another commit may be made under steady change.
  private long commitDue() {
    return Math.max(commitBegan + GAP, commitEnded + rest(commitEnded - commitBegan));
  }

  private static long rest(long took) {
    return Math.min(took, LONGEST_REST);
  }

  private long everythingDue() {
    long soon =
        coverage == Coverage.PARTLY_WATCHED
            ? Math.min(everythingDue, looked + Math.max(timing.unwatched(), SHARE * lookTook))
            : everythingDue;
    return Math.max(soon, commitDue());
  }

  private long remoteDue() {
    // As long as the last round took nothing is done about another announcement: where many devices
    // write at once, each of them then takes several steps in one.
    long told = remoteDue == NEVER ? NEVER : Math.max(remoteDue, ended + rest(ended - began));
    return hearing == Hearing.ASKED ? Math.min(told, remoteAsked + timing.asking()) : told;
  }

  /// A round begins. What happens from now on is for a later one.
  void begin(Set<Part> parts, long now) {
    began = now;
    remoteDue = NEVER;
    remoteAsked = now;
    if (parts.contains(Part.EVERYTHING)) {
      everythingDue = NEVER;
      looked = now;
    }
    if (parts.contains(Part.CHANGES) || parts.contains(Part.EVERYTHING)) {
      firstChange = OptionalLong.empty();
    }
    if (parts.contains(Part.AGAIN) || parts.contains(Part.EVERYTHING)) {
      againDue = NEVER;
    }
  }

  /// The round is over.
  ///
  /// @param ending what came of it
  void end(Set<Part> parts, Ending ending, long now) {
    remoteAsked = now;
    ended = now;
    if (parts.contains(Part.EVERYTHING)) {
      everythingDue = Math.min(everythingDue, now + timing.interval());
      lookTook = now - began;
    }
    if (ending == Ending.COMMITTED) {
      double earned = (double) (began - commitBegan) / GAP;
      allowance = Math.min(ALLOWANCE, allowance + earned) - 1;
      commitBegan = began;
      commitEnded = now;
    }
  }

  /// A round could not do what it was to do: what it was for is due again.
  void failed(Set<Part> parts, long now) {
    if (parts.contains(Part.EVERYTHING)) {
      everythingDue = now;
    }
    if (parts.contains(Part.CHANGES)) {
      changed(now, Stir.NAMES);
    }
    remoteDue = now;
  }

  /// The times that a person can choose, and those that follow from how things are, in nanoseconds.
  ///
  /// @param stillness how long files stand still before they are taken
  /// @param interval how long until everything is looked at again
  /// @param asking how often a remote is asked that does not tell by itself
  /// @param unwatched how often everything is looked at if not all of it is watched
  record Timing(long stillness, long interval, long asking, long unwatched) {
    /// What suits most machines, with the two that a person can choose.
    static Timing of(long stillnessMillis, long intervalSeconds) {
      long interval = intervalSeconds * SECOND;
      return new Timing(
          stillnessMillis * 1_000_000L,
          interval,
          Math.min(interval, 3 * SECOND),
          Math.min(interval, 10 * SECOND));
    }
  }

  /// What is next.
  sealed interface Next {
    /// Nothing until a time, unless something happens.
    record Wait(long until) implements Next {}

    /// A round.
    record Go(Set<Part> parts) implements Next {}
  }

  /// What a round is for. Every round speaks with the remotes.
  enum Part {
    /// The directories that hints named.
    CHANGES,
    /// All directories.
    EVERYTHING,
    /// The directories in which something was seen to be gone.
    AGAIN,
    /// The remotes.
    REMOTE
  }

  /// What a round did.
  enum Ending {
    /// It made a commit of what changed here.
    COMMITTED,
    /// Nothing changed here.
    QUIET
  }

  /// Whether remotes tell when their heads move.
  enum Hearing {
    /// All do.
    ANNOUNCED,
    /// Some have to be asked.
    ASKED,
    /// None can be reached: each is tried again at its time.
    AWAY
  }

  /// Whether directories are watched.
  enum Coverage {
    /// All are.
    WATCHED,
    /// Some are not.
    PARTLY_WATCHED
  }
}
