package dev.tidelock.cli.watch;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.sync.Round;
import dev.tidelock.cli.sync.Trouble;
import dev.tidelock.engine.guard.SafetyStop;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Tells which rounds of a watch are worth telling: those that moved something, and those that met
/// something that was not told before. That a remote is away is told as the watch's state. One
/// thread.
final class News {
  private final Set<Trouble> troubles = new HashSet<>();
  private final Set<String> stops = new HashSet<>();
  private Set<String> busy = Set.of();
  private Set<String> waiting = Set.of();
  private Optional<ExitCode> exit = Optional.empty();
  private long open = -1;

  /// Whether a round is worth telling; from now on it counts as told.
  ///
  /// @param whole whether everything was looked at: then what was not met again is settled
  boolean isNew(Round round, Whole whole) {
    Set<Trouble> met = new HashSet<>();
    round.errors().stream().filter(each -> !each.mayPass()).forEach(met::add);
    boolean fresh = !troubles.containsAll(met);
    Set<String> held = new HashSet<>();
    round.stops().stream().map(SafetyStop::plan).forEach(held::add);
    fresh |= !stops.containsAll(held);
    fresh |= round.counts().moved() || round.counts().open() != open;
    // Databases are looked at by every round.
    fresh |= !busy.equals(round.busy());
    busy = round.busy();
    if (whole == Whole.YES) {
      fresh |= !waiting.equals(round.waiting());
      waiting = round.waiting();
      fresh |= !exit.equals(Optional.of(round.exit()));
      exit = Optional.of(round.exit());
      troubles.clear();
      stops.clear();
    }
    troubles.addAll(met);
    stops.addAll(held);
    open = round.counts().open();
    return fresh;
  }

  /// Whether a round looked at everything.
  enum Whole {
    /// It did.
    YES,
    /// It looked at some directories.
    NO
  }
}
