package dev.tidelock.cli.watch;

import dev.tidelock.cli.output.Diagnosis;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.sync.Reachability;
import dev.tidelock.cli.sync.Round;
import dev.tidelock.cli.sync.Trouble;
import dev.tidelock.cli.watch.Pace.Ending;
import dev.tidelock.cli.watch.Pace.Part;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.remote.Announcements;
import dev.tidelock.engine.scan.Look;
import dev.tidelock.engine.scan.Lookout;
import dev.tidelock.engine.scan.Scope;
import dev.tidelock.engine.scan.TwoSightings;
import dev.tidelock.platform.watch.DirectoryWatch;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.remote.Backoff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Keeps one workspace in step until it is told to end: turns what happens on the disk and at the
/// remotes into rounds, as [Pace] says. Between rounds the workspace is free for other commands.
/// Used once, by one thread; only [#stop] is for any.
public final class WatchLoop {
  /// How long what is busy is left alone.
  public static final Duration BUSY_PATIENCE = BusyPlaces.PATIENCE;

  private static final long SECOND = 1_000_000_000L;

  /// What cannot be done now is tried again after this, and later each time.
  private static final long FIRST_HOLD = SECOND / 5;

  private static final long LONGEST_HOLD = 60 * SECOND;

  private final Workplace workplace;
  private final Clock clock;
  private final Inbox inbox = new Inbox();
  private final RandomGenerator chance = RandomGenerator.getDefault();
  private final Pace pace;
  private final Reach reach;
  private final Backoff hold = new Backoff(FIRST_HOLD, LONGEST_HOLD, chance);
  private final TwoSightings sightings;
  private final News news = new News();
  private final Feeds feeds;
  private final DatabaseWatch databases;

  private Optional<DirectoryWatch> watch = Optional.empty();
  private String unwatched = "";
  private String failing = "";
  private Optional<WatchState> told = Optional.empty();
  private Set<TreePath> changed = new HashSet<>();
  private final BusyPlaces busy = new BusyPlaces();
  private Optional<String> head = Optional.empty();

  /// @param workplace the workspace
  /// @param timing what a person chose
  /// @param clock the time
  public WatchLoop(Workplace workplace, Timing timing, Clock clock) {
    this.workplace = workplace;
    this.clock = clock;
    this.pace =
        new Pace(
            Pace.Timing.of(timing.debounceMillis(), timing.intervalSeconds()),
            clock.monotonicNanos());
    this.reach = new Reach(clock, chance);
    this.sightings = new TwoSightings(clock);
    this.feeds = new Feeds(inbox, chance);
    this.databases = new DatabaseWatch(workplace.root(), inbox);
  }

  /// Asks the watch to end after the round it is in.
  public void stop(ExitCode how) {
    inbox.stop(how);
  }

  /// Watches, and answers how it was told to end.
  ///
  /// @throws Failure with [ExitCode#USAGE] if what is wanted of it makes no sense any more
  public ExitCode run() {
    try {
      Optional<ExitCode> ended = inbox.stopped();
      while (ended.isEmpty()) {
        take();
        long now = clock.monotonicNanos();
        switch (pace.next(now)) {
          case Pace.Next.Wait(long until) -> inbox.await(Duration.ofNanos(until - now));
          case Pace.Next.Go(Set<Part> parts) -> round(parts);
        }
        ended = inbox.stopped();
      }
      return ended.get();
    } finally {
      close();
    }
  }

  private void take() {
    Inbox.Happened happened = inbox.take();
    long now = clock.monotonicNanos();
    if (!happened.directories().isEmpty()) {
      changed.addAll(happened.directories());
      pace.changed(now, happened.stir());
    }
    if (happened.databases()) {
      pace.changed(now, Stir.ROWS);
    }
    if (happened.everything()) {
      pace.everythingChanged(now);
    }
    if (happened.reachable()) {
      reach.hope();
    }
    happened.heads().removeIf(each -> head.filter(each::equals).isPresent());
    if (happened.remotes() || !happened.heads().isEmpty()) {
      pace.announced(now);
    }
    hear();
  }

  private void round(Set<Part> parts) {
    Set<TreePath> taken = Set.of();
    boolean whole = parts.contains(Part.EVERYTHING);
    if (whole || parts.contains(Part.CHANGES)) {
      taken = changed;
      changed = new HashSet<>();
    }
    Set<TreePath> waiting = whole || parts.contains(Part.AGAIN) ? busy.take() : Set.of();
    Scope scope = scope(parts, taken, waiting);
    pace.begin(parts, clock.monotonicNanos());
    try {
      Done done = workplace.sync(look(scope), reach, round -> news.isNew(round, whole(parts)));
      finish(parts, taken, done);
    } catch (RuntimeException failure) {
      Diagnosis diagnosis = Diagnosis.of(failure);
      if (diagnosis.exit() == ExitCode.USAGE) {
        throw failure;
      }
      busy.found(waiting, clock.monotonicNanos());
      fail(parts, taken, diagnosis);
    }
    reach.retry().ifPresent(pace::retryRemote);
    pace.lookAgain(earlier(sightings.due(), busy.due()));
    hear();
    tell();
  }

  private static News.Whole whole(Set<Part> parts) {
    return parts.contains(Part.EVERYTHING) ? News.Whole.YES : News.Whole.NO;
  }

  private Scope scope(Set<Part> parts, Set<TreePath> taken, Set<TreePath> waiting) {
    if (parts.contains(Part.EVERYTHING)) {
      rewatch();
      return Scope.EVERYTHING;
    }
    Scope scope = Scope.of(taken);
    return parts.contains(Part.AGAIN) ? scope.and(sightings.places()).and(waiting) : scope;
  }

  private Look look(Scope scope) {
    return new Look(scope, watch.<Lookout>map(it -> it).orElse(Lookout.NONE), sightings);
  }

  /// What the system refused before it may grant now.
  private void rewatch() {
    try {
      if (watch.isEmpty()) {
        watch = Optional.of(DirectoryWatch.open(workplace.root(), databases));
        unwatched = "";
      }
      watch.get().retry();
    } catch (IOException e) {
      unwatched = "changes cannot be watched: " + e.getMessage();
    }
  }

  private void finish(Set<Part> parts, Set<TreePath> taken, Done done) {
    long now = clock.monotonicNanos();
    Round round = done.round();
    Optional<Trouble> stopped =
        round.errors().stream()
            .filter(each -> each.path().isEmpty() && each.weight() == Trouble.Weight.FAILURE)
            .filter(each -> !each.mayPass())
            .findFirst();
    boolean moved = !round.commit().equals(head);
    boolean ours = moved && (round.counts().bytesUp() > 0 || round.counts().filesDown() == 0);
    head = round.commit();
    pace.end(parts, ours ? Ending.COMMITTED : Ending.QUIET, now);
    busy.found(busy(round), now);
    feeds.follow(done.remotes());
    databases.follow(done.databases());
    if (stopped.isPresent()) {
      retry(parts, taken, stopped.get().line());
    } else {
      hold.reset();
      failing = "";
    }
  }

  private static List<TreePath> busy(Round round) {
    return round.errors().stream()
        .filter(each -> each.kind().equals("busy"))
        .flatMap(each -> each.path().stream())
        .filter(path -> !path.isEmpty())
        .map(path -> TreePath.parse(path).parent().orElseThrow())
        .toList();
  }

  /// A round that another process was in the way of is only late.
  private void fail(Set<Part> parts, Set<TreePath> taken, Diagnosis diagnosis) {
    retry(parts, taken, diagnosis.exit() == ExitCode.BUSY ? "" : diagnosis.message());
  }

  private void retry(Set<Part> parts, Set<TreePath> taken, String reason) {
    long now = clock.monotonicNanos();
    failing = reason;
    changed.addAll(taken);
    pace.failed(parts, now);
    hold.failed(now);
    hold.until().ifPresent(pace::hold);
  }

  private static OptionalLong earlier(OptionalLong one, OptionalLong other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isPresent() ? one : other;
    }
    return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
  }

  private void hear() {
    if (reach.away() > 0 && reach.away() >= feeds.count()) {
      pace.hears(Pace.Hearing.AWAY);
    } else {
      pace.hears(feeds.allTell() ? Pace.Hearing.ANNOUNCED : Pace.Hearing.ASKED);
    }
  }

  private void tell() {
    Optional<DirectoryWatch.Refusal> refusal = watch.flatMap(DirectoryWatch::refused);
    boolean covered = unwatched.isEmpty() && refusal.isEmpty();
    pace.covers(covered ? Pace.Coverage.WATCHED : Pace.Coverage.PARTLY_WATCHED);
    WatchState now = state(refusal);
    if (told.equals(Optional.of(now))) {
      return;
    }
    told = Optional.of(now);
    workplace.tell(now);
    try {
      now.write(workplace.stateFile());
    } catch (IOException _) {
      // Other processes do not learn of it; whoever started the watch was just told.
    }
  }

  private WatchState state(Optional<DirectoryWatch.Refusal> refusal) {
    if (reach.trouble().isPresent()) {
      return new WatchState(WatchState.Standing.OFFLINE, reach.trouble().get());
    }
    if (!failing.isEmpty()) {
      return new WatchState(WatchState.Standing.DEGRADED, failing);
    }
    if (!unwatched.isEmpty()) {
      return new WatchState(
          WatchState.Standing.DEGRADED, unwatched + "; looking on a timer instead");
    }
    return refusal
        .map(it ->
            new WatchState(
                WatchState.Standing.DEGRADED,
                it.directories()
                    + " of "
                    + it.needed()
                    + " directories are not watched ("
                    + it.reason()
                    + "), which takes "
                    + it.needed()
                    + " watches; looking on a timer instead"))
        .orElse(WatchState.WATCHING);
  }

  private void close() {
    feeds.close();
    databases.close();
    watch.ifPresent(DirectoryWatch::close);
    try {
      Files.deleteIfExists(workplace.stateFile());
    } catch (IOException _) {
      // It names a process that is gone, and so tells nobody anything.
    }
  }

  /// The workspace, as a watch needs it.
  public interface Workplace {
    /// Its root, without links on the way.
    Path root();

    /// Where the state of its watch is told to other processes.
    Path stateFile();

    /// Syncs once, with all remotes, and tells of it if it is worth that.
    ///
    /// @param look how to look at the disk
    /// @param reach what is known of the way to remotes
    /// @param isNews whether a round is worth telling; asked once
    Done sync(Look look, Reachability reach, Predicate<Round> isNews);

    /// Tells that the watch stands otherwise.
    void tell(WatchState state);
  }

  /// What a round did.
  ///
  /// @param round what it did
  /// @param remotes the workspace's remotes
  /// @param databases the files of the databases of which tables are synced
  public record Done(Round round, List<Feed> remotes, List<Path> databases) {}

  /// A remote, and how to listen to it.
  ///
  /// @param remote the remote
  /// @param branch the branch that matters
  /// @param announcements what it tells
  public record Feed(NamedRemote remote, String branch, Supplier<Announcements> announcements) {}

  /// What a person can choose.
  ///
  /// @param debounceMillis how long files stand still before they are taken
  /// @param intervalSeconds how long until everything is looked at again
  public record Timing(long debounceMillis, long intervalSeconds) {}
}
