package dev.tidelock.library;

import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.sync.Direction;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.engine.sync.TableChoice;
import dev.tidelock.engine.sync.TableDiff;
import dev.tidelock.library.report.Conflict;
import dev.tidelock.library.report.Operation;
import dev.tidelock.library.report.SyncProblem;
import dev.tidelock.library.report.SyncResult;
import dev.tidelock.library.rule.RuleBook;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.SettingsFile;
import dev.tidelock.workspace.machine.Machine;
import dev.tidelock.workspace.remote.FailedRemote;
import dev.tidelock.workspace.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One operation, from the opening of the workspace to its closing. Used once.
final class OperationRun {
  private final SyncConfig config;
  private final DeviceAccess device;
  private final Operation operation;
  private final SyncOptions options;
  private final ProgressMeter progress;
  private final Totals totals = new Totals();
  private List<Conflict> conflicts = List.of();
  private Optional<String> head = Optional.empty();

  OperationRun(
      SyncConfig config,
      DeviceAccess device,
      Operation operation,
      SyncOptions options,
      ProgressMeter progress) {
    this.config = config;
    this.device = device;
    this.operation = operation;
    this.options = options;
    this.progress = progress;
  }

  /// Runs it. Whatever goes wrong is in the result.
  SyncResult run() {
    Instant started = Instant.ofEpochMilli(Machine.CLOCK.wallMillis());
    long begun = Machine.CLOCK.monotonicNanos();
    SyncResult result;
    try (OpenWorkspace workspace = open()) {
      try {
        work(workspace);
      } catch (RuntimeException failure) {
        totals.add(Problems.of(failure));
      }
      result = totals.result(operation, progress, started, took(begun));
      if (result.conflicts().open() > 0) {
        conflicts = new RowConflicts(workspace.engine(), config.name()).open();
      }
      head = workspace.engine().findCommit("HEAD").map(String::valueOf);
      workspace.runs().add(totals.document(result));
    } catch (RuntimeException failure) {
      totals.add(Problems.of(failure));
      result = totals.result(operation, progress, started, took(begun));
    }
    progress.done(
        result.recordsProcessed(),
        result.bytesUp() + result.bytesDown(),
        result.errors().stream().findFirst().map(SyncProblem::message).orElse("done"));
    return result;
  }

  /// Where the project stands here after it was run, if it could be.
  Optional<String> head() {
    return head;
  }

  /// The rows of the database that are in conflict after it was run.
  List<Conflict> conflicts() {
    return conflicts;
  }

  private static Duration took(long begun) {
    return Duration.ofNanos(Machine.CLOCK.monotonicNanos() - begun);
  }

  private OpenWorkspace open() {
    Binding binding = new Binding(config, device);
    Place place;
    try {
      place = binding.bound();
    } catch (RemoteFailure failure) {
      totals.add(Problems.of(failure));
      place = binding.local();
    }
    return device.open(place, config);
  }

  private void work(OpenWorkspace workspace) {
    Settings settings = SettingsFile.require(workspace.place(), device.environment());
    if (!settings.enabled()) {
      throw refusal("sync is switched off", "see 'enabled' in " + workspace.place().settings());
    }
    List<NamedRemote> remotes = workspace.remotes();
    if (remotes.isEmpty()) {
      withoutRemote(workspace, settings);
      return;
    }
    for (NamedRemote remote : remotes) {
      with(workspace, settings, remote);
    }
  }

  private void withoutRemote(OpenWorkspace workspace, Settings settings) {
    if (config.remote().isEmpty()) {
      totals.add(
          operation == Operation.SYNC
              ? new SyncProblem(
                  SyncProblem.Kind.LOCAL_ONLY,
                  "there is no remote: the rows are kept in the history here",
                  "give the configuration a remote")
              : new SyncProblem(
                  SyncProblem.Kind.NO_REMOTE,
                  "there is no remote to " + operation.word() + " with",
                  "give the configuration a remote"));
    }
    if (operation == Operation.SYNC) {
      new TableSetup(config).prepare(workspace);
      totals.add(sync(workspace, settings, Direction.BOTH, Optional.empty()));
    }
  }

  private void with(OpenWorkspace workspace, Settings settings, NamedRemote remote) {
    RemotePlace place = connect(workspace, remote);
    if (workspace.engine().findCommit("HEAD").isEmpty()) {
      // What the project is has to be known before it is known which tables are to be made here.
      // No row is written yet: whether any may be is asked only then.
      SyncOutcome outcome =
          workspace
              .engine()
              .sync(
                  request(settings, Direction.DOWN).about((_, _) -> false),
                  Optional.of(place),
                  progress);
      totals.add(outcome);
      if (outcome.unreachable().isPresent() && operation != Operation.SYNC) {
        return;
      }
    }
    TableSetup tables = new TableSetup(config);
    if (operation == Operation.HYDRATE) {
      tables.remake(workspace);
    }
    tables.prepare(workspace);
    requireKnown(workspace);
    if (options.existing() == Existing.REFUSE) {
      refuse(workspace, settings, place);
    }
    totals.add(sync(workspace, settings, direction(), Optional.of(place)));
    if (tables.prepare(workspace)) {
      // The project turned out to have more tables.
      totals.add(sync(workspace, settings, direction(), Optional.of(place)));
    }
  }

  /// Refuses tables by names that nothing has that is synced.
  private void requireKnown(OpenWorkspace workspace) {
    Set<String> known = new HashSet<>();
    workspace
        .engine()
        .attachment(config.name())
        .ifPresent(each -> each.tables().values().forEach(it -> known.add(TableId.folded(it))));
    for (String table : options.tables()) {
      if (!known.contains(TableId.folded(table))) {
        throw new SyncFailure(
            SyncFailure.Reason.TABLE,
            "the table '" + table + "' is not synced",
            "add it to the configuration, or check its name");
      }
    }
  }

  private static RemotePlace connect(OpenWorkspace workspace, NamedRemote remote) {
    try {
      return workspace.connect(remote, SyncRequest.Effect.REAL).orElseThrow();
    } catch (RemoteFailure failure) {
      if (!failure.mayPass()) {
        throw failure;
      }
      return new RemotePlace(remote.name(), new FailedRemote(failure));
    }
  }

  private Direction direction() {
    return switch (operation) {
      case SEED -> Direction.UP;
      case HYDRATE -> Direction.DOWN;
      case SYNC -> Direction.BOTH;
    };
  }

  private void refuse(OpenWorkspace workspace, Settings settings, RemotePlace place) {
    switch (operation) {
      case SEED -> {
        SyncOutcome preview =
            workspace
                .engine()
                .sync(
                    request(settings, Direction.DOWN).acting(SyncRequest.Effect.PREVIEW),
                    Optional.of(place),
                    progress);
        if (preview.recordsDown() > 0) {
          throw refusal(
              "the remote has "
                  + preview.recordsDown()
                  + " rows that this database does not have, or has otherwise",
              "sync, or seed with SyncOptions.merging()");
        }
      }
      case HYDRATE -> {
        long here =
            workspace.engine().status(Optional.of(place.name())).tables().stream()
                .filter(each -> each.database().equals(config.name()))
                .filter(each -> choice().includes(each.database(), each.name()))
                .mapToLong(TableDiff::rows)
                .sum();
        if (here > 0) {
          throw refusal(
              here + " rows of this database were never synced",
              "sync, or hydrate with SyncOptions.merging()");
        }
      }
      case SYNC -> {}
    }
  }

  private static SyncFailure refusal(String message, String hint) {
    return new SyncFailure(SyncFailure.Reason.INVALID, message + "; nothing was changed", hint);
  }

  private SyncOutcome sync(
      OpenWorkspace workspace,
      Settings settings,
      Direction direction,
      Optional<RemotePlace> remote) {
    return workspace.engine().sync(request(settings, direction), remote, progress);
  }

  private TableChoice choice() {
    Set<String> named = new HashSet<>();
    options.tables().forEach(table -> named.add(TableId.folded(table)));
    return named.isEmpty()
        ? TableChoice.ALL
        : (database, table) ->
            !database.equals(config.name()) || named.contains(TableId.folded(table));
  }

  private SyncRequest request(Settings settings, Direction direction) {
    return SyncRequest.usual()
        .towards(direction)
        .decidingFiles(settings.strategies())
        .decidingRows(new RuleBook(config.name(), config.rules()))
        .accepting(options.accepted())
        .about(choice());
  }
}
