package dev.tidelock.cli.sync;

import dev.tidelock.cli.output.Diagnosis;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Words;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.sync.PlannedAction;
import dev.tidelock.engine.sync.PlannedRows;
import dev.tidelock.engine.sync.Progress;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.remote.FailedRemote;
import dev.tidelock.workspace.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Syncs an open workspace once, with each of its remotes in turn. What cannot be done is part of
/// the answer. Used once.
public final class SyncRunner {
  private final OpenWorkspace workspace;
  private final Settings settings;
  private final SyncRequest request;
  private final Progress progress;
  private final InstantSource clock;
  private final Reachability reachability;

  private Counts counts = Counts.NONE;
  private Optional<ObjectId> commit = Optional.empty();
  private Optional<ObjectId> root = Optional.empty();
  private final List<Trouble> errors = new ArrayList<>();
  private final SortedSet<String> busy = new TreeSet<>();
  private final List<Problem> awaited = new ArrayList<>();
  private final List<SafetyStop> stops = new ArrayList<>();
  private final List<PlannedAction> actions = new ArrayList<>();
  private final List<PlannedRows> rows = new ArrayList<>();
  private ExitCode worst = ExitCode.OK;

  /// @param workspace the workspace
  /// @param settings what holds for it
  /// @param request what to do
  /// @param progress who is told how it goes
  /// @param clock for showing times
  /// @param reachability what is known of the way to remotes
  public SyncRunner(
      OpenWorkspace workspace,
      Settings settings,
      SyncRequest request,
      Progress progress,
      InstantSource clock,
      Reachability reachability) {
    this.workspace = workspace;
    this.settings = settings;
    this.request = request;
    this.progress = progress;
    this.clock = clock;
    this.reachability = reachability;
  }

  /// Runs it, and remembers it if it really happened.
  public Round run() {
    Instant started = clock.instant();
    List<NamedRemote> remotes = workspace.remotes();
    if (remotes.isEmpty()) {
      sync(Optional.empty());
    }
    syncAll(remotes);
    if (counts.open() > 0) {
      worst = worst.worse(ExitCode.CONFLICTS);
    }
    return new Round(
        request.direction(),
        counts,
        commit.map(ObjectId::toString),
        root.map(ObjectId::toString),
        errors,
        busy,
        stops,
        actions,
        rows,
        Duration.between(started, clock.instant()),
        started,
        worst);
  }

  /// Syncs with one remote after the other, and again with those to which something could not be
  /// sent that another, reached since, may have.
  private void syncAll(List<NamedRemote> remotes) {
    List<NamedRemote> lacking = new ArrayList<>();
    for (NamedRemote remote : remotes) {
      awaited.clear();
      syncPatiently(remote);
      if (!awaited.isEmpty()) {
        lacking.add(remote);
      }
    }
    if (remotes.size() > 1) {
      awaited.clear();
      lacking.forEach(this::syncPatiently);
    }
    awaited.stream().map(Trouble::of).distinct().forEach(this::add);
  }

  /// Syncs with a remote, again and again as the settings allow while it cannot be reached.
  private void syncPatiently(NamedRemote remote) {
    Optional<RemoteFailure> known = reachability.avoided(remote);
    if (known.isPresent()) {
      sync(Optional.of(new RemotePlace(remote.name(), new FailedRemote(known.get()))));
      fail(known.get(), remote);
      return;
    }
    long delay = settings.retryDelayMillis();
    // Who remembers also comes back.
    boolean once = reachability != Reachability.UNKNOWN;
    for (int left = once ? 0 : settings.retryAttempts(); ; left--) {
      Optional<RemoteFailure> unreachable = syncWith(remote);
      if (unreachable.isEmpty()) {
        reachability.reached(remote);
        return;
      }
      reachability.missed(remote, unreachable.get());
      if (left == 0) {
        fail(unreachable.get(), remote);
        return;
      }
      pause(delay);
      delay = Math.min(60_000, delay * 2);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(Duration.ofMillis(millis));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Syncs with a remote; if it does not answer, what is here is kept all the same.
  private Optional<RemoteFailure> syncWith(NamedRemote remote) {
    try {
      return sync(workspace.connect(remote, request.effect()));
    } catch (RemoteFailure failure) {
      return sync(Optional.of(new RemotePlace(remote.name(), new FailedRemote(failure))));
    }
  }

  private Optional<RemoteFailure> sync(Optional<RemotePlace> remote) {
    try {
      SyncOutcome outcome = workspace.engine().sync(request, remote, progress);
      take(outcome);
      return outcome.unreachable();
    } catch (RemoteFailure
        | FileFailure
        | StateFailure
        | DatabaseFailure
        | MalformedException failure) {
      Diagnosis diagnosis = Diagnosis.of(failure);
      commit = workspace.engine().findCommit("HEAD");
      errors.add(Trouble.of(diagnosis));
      worst = worst.worse(diagnosis.exit());
      return Optional.empty();
    }
  }

  private void take(SyncOutcome outcome) {
    counts = counts.plus(outcome);
    commit = outcome.commit();
    root = Optional.of(outcome.root());
    for (Problem problem : outcome.problems()) {
      if (problem.kind() == Problem.Kind.AWAITED) {
        awaited.add(problem);
      }
    }
    outcome.problems().stream()
        .filter(problem -> problem.kind() == Problem.Kind.BUSY)
        .map(Problem::path)
        .filter(this::isDatabase)
        .forEach(name -> busy.add(name));
    outcome.problems().stream()
        .filter(problem -> problem.kind() != Problem.Kind.AWAITED)
        .map(Trouble::of)
        .filter(trouble -> !errors.contains(trouble))
        .forEach(this::add);
    for (SafetyStop stop : outcome.stops()) {
      if (!stops.contains(stop)) {
        stops.add(stop);
      }
      worst = worst.worse(ExitCode.SAFETY_STOP);
    }
    actions.addAll(outcome.actions());
    rows.addAll(outcome.rows());
  }

  private boolean isDatabase(String name) {
    return workspace.engine().attachment(name).isPresent();
  }

  private void add(Trouble trouble) {
    errors.add(trouble);
    if (trouble.weight() == Trouble.Weight.FAILURE) {
      worst = worst.worse(ExitCode.FAILURE);
    }
  }

  private void fail(RemoteFailure failure, NamedRemote remote) {
    Diagnosis diagnosis = Diagnosis.of(failure);
    errors.add(
        Trouble.of(
            new Diagnosis(
                diagnosis.exit(),
                "remote '" + Words.shown(remote.name()) + "': " + diagnosis.message(),
                diagnosis.hint())));
    worst = worst.worse(diagnosis.exit());
  }
}
