package dev.tidelock.cli.command.sync;

import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.machine.Signals;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.queue.Errand;
import dev.tidelock.cli.sync.EventLog;
import dev.tidelock.cli.sync.Reachability;
import dev.tidelock.cli.sync.Round;
import dev.tidelock.cli.sync.ShownSync;
import dev.tidelock.cli.watch.WatchLoop;
import dev.tidelock.cli.watch.WatchState;
import dev.tidelock.engine.scan.Look;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.SettingsFile;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonText;
import dev.tidelock.workspace.machine.Machine;
import dev.tidelock.workspace.remote.HubConnections;
import dev.tidelock.workspace.remote.RemoteAccess;
import dev.tidelock.workspace.remote.RemoteUrl;
import dev.tidelock.workspace.settings.Settings;
import dev.tidelock.workspace.settings.WorkspaceMapping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// `tidelock sync --watch`: keeps workspaces in step until a signal comes, each with a thread of
/// its own. Used once.
final class Watching {
  private final Workbench workbench;
  private final EventLog events;
  private final BiFunction<Place, Settings, SyncRequest> requests;
  private final Errands errands;
  private final JsonChoice json;
  private final long intervalSeconds;
  private final HubConnections connections = new HubConnections();
  private final RemoteAccess access;

  /// What is told is told by one workspace at a time.
  private final Object voice = new Object();

  /// @param workbench what all commands work with
  /// @param events where what happens is noted
  /// @param requests what is wanted of a workspace
  /// @param errands the same as far as queues are concerned
  /// @param json how it is told
  /// @param intervalSeconds how long until everything is looked at again
  Watching(
      Workbench workbench,
      EventLog events,
      BiFunction<Place, Settings, SyncRequest> requests,
      Errands errands,
      JsonChoice json,
      long intervalSeconds) {
    this.workbench = workbench;
    this.events = events;
    this.requests = requests;
    this.errands = errands;
    this.json = json;
    this.intervalSeconds = intervalSeconds;
    this.access = workbench.access().keeping(connections);
  }

  /// What a sync of a workspace is, as far as its queue is concerned.
  interface Errands {
    Errand of(Place place, Settings settings, SyncRequest request);
  }

  /// Watches these workspaces until a signal comes.
  ExitCode run(List<Place> places) {
    List<WatchLoop> loops = new ArrayList<>();
    for (Place place : places) {
      Settings settings = enabled(place);
      loops.add(
          new WatchLoop(
              new Watched(place, places.size() > 1),
              new WatchLoop.Timing(settings.debounceMillis(), intervalSeconds),
              Machine.CLOCK));
    }
    Signals.onEach(signal ->
        loops.forEach(
            loop -> loop.stop(signal == Signals.INTERRUPT ? ExitCode.INTERRUPTED : ExitCode.OK)));
    ExitCode exit;
    try (connections) {
      exit = loops.size() == 1 ? loops.getFirst().run() : together(loops);
    }
    if (exit == ExitCode.INTERRUPTED) {
      throw new Failure(
          exit, "interrupted", "nothing is lost: the next 'tidelock sync' goes on from here");
    }
    return exit;
  }

  /// Runs several loops; what ends one ends all.
  private static ExitCode together(List<WatchLoop> loops) {
    AtomicReference<ExitCode> exit = new AtomicReference<>(ExitCode.OK);
    List<RuntimeException> failures = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (WatchLoop loop : loops) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  exit.accumulateAndGet(loop.run(), ExitCode::worse);
                } catch (RuntimeException failure) {
                  synchronized (failures) {
                    failures.add(failure);
                  }
                  loops.forEach(each -> each.stop(ExitCode.OK));
                }
              }));
    }
    for (Thread thread : threads) {
      join(thread, loops);
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    return exit.get();
  }

  private static void join(Thread thread, List<WatchLoop> loops) {
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        loops.forEach(loop -> loop.stop(ExitCode.INTERRUPTED));
      }
    }
  }

  private Settings enabled(Place place) {
    Settings settings = workbench.settings(place);
    SyncCommand.requireEnabled(place, settings);
    switchedOff(place, settings)
        .ifPresent(key -> {
          throw Failure.usage(
              "watching is switched off for " + place.root() + " by " + key,
              "set it to true in " + place.settings() + ", or sync without --watch");
        });
    return settings;
  }

  /// The setting that keeps a workspace from being watched, if one does.
  static Optional<String> switchedOff(Place place, Settings settings) {
    if (!settings.watchEnabled()) {
      return Optional.of("sync.watch.enabled");
    }
    Optional<WorkspaceMapping> mapping = SettingsFile.mapping(place, settings);
    if (mapping.filter(it -> !it.watch()).isPresent()) {
      return Optional.of("sync.workspaces: watch");
    }
    return mapping.filter(it -> !it.autoSync()).map(_ -> "sync.workspaces: auto_sync");
  }

  /// One of the workspaces. It is opened anew for each round: what other processes made of it in
  /// the meantime is seen.
  private final class Watched implements WatchLoop.Workplace {
    private final Path root;
    private final Path stateFile;
    private final boolean oneOfMany;
    private boolean accepted;

    private Watched(Place place, boolean oneOfMany) {
      this.root = place.root();
      this.stateFile = place.watch();
      this.oneOfMany = oneOfMany;
    }

    @Override
    public Path root() {
      return root;
    }

    @Override
    public Path stateFile() {
      return stateFile;
    }

    @Override
    public WatchLoop.Done sync(Look look, Reachability reach, Predicate<Round> isNew) {
      Place place = Place.at(root);
      Settings settings = enabled(place);
      SyncRequest wanted = requests.apply(place, settings).looking(look);
      SyncRequest request = accepted ? wanted.accepting(Optional.empty()) : wanted;
      boolean away = reach.untilRetry().filter(Duration::isPositive).isPresent();
      Round round;
      boolean news;
      List<WatchLoop.Feed> remotes;
      List<Path> databases;
      try (OpenWorkspace workspace = workbench.open(place, settings, access);
          EventLog quiet = EventLog.open(workbench.surroundings(), Optional.empty())) {
        ShownSync sync = new ShownSync(workbench.surroundings(), quiet, reach);
        round = sync.runUnremembered(workspace, settings, request);
        accepted = true;
        news = isNew.test(round);
        if (news) {
          ShownSync.remember(workspace, round, request);
        }
        remotes = workspace.remotes().stream().map(remote -> feed(place, remote)).toList();
        databases =
            workspace.engine().attachments().stream()
                .map(attached -> root.resolve(attached.file()))
                .toList();
      }
      if (!away || round.success()) {
        // A round that did not even try to reach a remote is no try.
        workbench
            .queue(place, settings)
            .noteWatched(
                errands.of(place, settings, request),
                round,
                reach.untilRetry().orElse(WatchLoop.BUSY_PATIENCE));
      }
      if (news) {
        tell(place, round);
      }
      return new WatchLoop.Done(round, remotes, databases);
    }

    private WatchLoop.Feed feed(Place place, NamedRemote remote) {
      return new WatchLoop.Feed(
          remote,
          place.marker().branch(),
          () ->
              access.announcements(
                  RemoteUrl.parse(remote.url()),
                  place.marker().project(),
                  place.marker().branch()));
    }

    private void tell(Place place, Round round) {
      synchronized (voice) {
        events.info("done " + JsonText.compact(round.toJson().build()));
        if (json.wanted()) {
          terminal().print(placed(round.toJson()).build());
          round.failure().ifPresent(failure -> terminal().say(failure.toJson()));
          return;
        }
        if (oneOfMany) {
          terminal().print(root + ":");
        }
        new SyncReport(workbench.surroundings(), place).show(round, SyncRequest.Effect.REAL);
      }
    }

    @Override
    public void tell(WatchState state) {
      synchronized (voice) {
        events.info("watch " + root + " is " + state.standing().word() + " " + state.reason());
        if (json.wanted()) {
          String time = Words.iso(workbench.surroundings().clock().instant());
          terminal().print(placed(state.toJson()).put("timestamp", time).build());
          return;
        }
        switch (state.standing()) {
          case WATCHING -> terminal().say("Watching " + root + "; Ctrl-C ends it.");
          case DEGRADED -> terminal().say(warning("degraded") + " " + state.reason());
          case OFFLINE ->
              terminal().say(warning("offline") + " " + state.reason() + "; changes here are kept");
        }
      }
    }

    private String warning(String word) {
      return terminal().emphasised(Style.YELLOW, word + ":");
    }

    private Json.Builder placed(Json.Builder document) {
      return oneOfMany ? document.put("directory", root.toString()) : document;
    }

    private Terminal terminal() {
      return workbench.terminal();
    }
  }
}
