package dev.tidelock.cli.command;

import dev.tidelock.cli.json.Json;
import dev.tidelock.cli.json.JsonText;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.settings.Settings;
import dev.tidelock.cli.settings.WorkspaceMapping;
import dev.tidelock.cli.sync.EventLog;
import dev.tidelock.cli.sync.ProgressDisplay;
import dev.tidelock.cli.sync.Round;
import dev.tidelock.cli.sync.SyncOrder;
import dev.tidelock.cli.sync.SyncRunner;
import dev.tidelock.cli.workspace.OpenWorkspace;
import dev.tidelock.cli.workspace.Place;
import dev.tidelock.core.merge.Strategy;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.sync.Direction;
import dev.tidelock.engine.sync.SyncRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidelock sync`: brings a workspace and its remotes to the same state.
@CommandLine.Command(
    name = "sync",
    description = "Bring this directory and its remotes to the same state.",
    subcommandsRepeatable = false,
    footer = {
      "",
      "Examples:",
      "  tidelock sync                        both ways",
      "  tidelock sync --dry-run              show what it would do",
      "  tidelock sync --direction up         send only: the disk is not touched",
      "  tidelock sync --strategy remote      where both sides changed a file, take the other side",
      "  tidelock sync --all --json           every workspace of this device, for a script",
      "  tidelock sync --watch --interval 30  again every 30 seconds, until interrupted",
      "",
      "Both sides changed a file: by default the changes are merged; what cannot be merged stays on",
      "each disk as it is and waits as a conflict (exit code 5), everything else syncs.",
      "Suspiciously many deletions or overwrites are held back (exit code 8) until they are accepted.",
      "A file that could not be read or written is in 'errors', and the exit code is 1; one that is",
      "still being written is taken by the next sync."
    })
final class SyncCommand extends Command {
  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();

  @Option(names = "--all", description = "Sync every workspace that this device knows.")
  private boolean all;

  @Option(
      names = "--project",
      paramLabel = "P",
      description = "Sync every workspace of this project, by id or name.")
  private @Nullable String project;

  @Option(
      names = "--direction",
      paramLabel = "D",
      converter = DirectionConverter.class,
      description = "up, down or both (default).")
  private @Nullable Direction direction;

  @Option(
      names = "--strategy",
      paramLabel = "S",
      converter = StrategyConverter.class,
      description =
          "What to do where both sides changed: merge (default), local, remote, newest, manual.")
  private @Nullable Strategy strategy;

  @Option(
      names = "--mode",
      paramLabel = "M",
      description = "automatic (default); manual: decide nothing; ask: then ask about conflicts.")
  private Mode mode = Mode.AUTOMATIC;

  @Option(names = "--watch", description = "Sync again and again, until interrupted.")
  private boolean watch;

  @Option(
      names = "--interval",
      paramLabel = "S",
      description = "With --watch, the seconds between two rounds. Default: 10.")
  private int intervalSeconds = 10;

  @Option(names = "--dry-run", description = "Show what would be done, and do nothing.")
  private boolean dryRun;

  @Option(
      names = "--accept-deletes",
      paramLabel = "HASH",
      description = "Let the deletions and overwrites pass that a safety stop held back as HASH.")
  private @Nullable String acceptance;

  @Option(names = "--log-file", paramLabel = "F", description = "Add what happens to this file.")
  private @Nullable String logFile;

  @Mixin private JsonChoice json = new JsonChoice();
  @Mixin private YesChoice yes = new YesChoice();

  SyncCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  ExitCode run() {
    if (intervalSeconds < 1) {
      throw Failure.usage("--interval is at least 1 second, not " + intervalSeconds, "");
    }
    Optional<Path> log = Optional.ofNullable(logFile).map(workbench().surroundings()::resolve);
    try (EventLog events = EventLog.open(workbench().surroundings(), log)) {
      ExitCode exit = rounds(events);
      while (watch && !Thread.currentThread().isInterrupted()) {
        pause();
        exit = nextRounds(events);
      }
      return exit;
    }
  }

  /// A round of a watch: that another process is at work is no reason to end it.
  private ExitCode nextRounds(EventLog events) {
    try {
      return rounds(events);
    } catch (Failure failure) {
      if (failure.exit() != ExitCode.BUSY) {
        throw failure;
      }
      events.info(failure.getMessage());
      return failure.exit();
    }
  }

  private void pause() {
    try {
      Thread.sleep(Duration.ofSeconds(intervalSeconds));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// One round over all chosen workspaces.
  private ExitCode rounds(EventLog events) {
    if (!all && project == null) {
      return one(workbench().place(choice), events);
    }
    List<Place> places = workbench().all(Optional.ofNullable(project));
    if (places.isEmpty()) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          project == null
              ? "this device knows no workspace"
              : "this device knows no workspace of the project '" + project + "'",
          "a workspace is known once a command ran in it");
    }
    return many(places, events);
  }

  private ExitCode one(Place place, EventLog events) {
    SyncReport report = new SyncReport(workbench().surroundings(), place);
    Settings settings = workbench().settings(place);
    requireEnabled(place, settings);
    Round round = round(place, settings, events);
    if (json.wanted()) {
      terminal().print(document(round).build());
      round.failure().ifPresent(failure -> terminal().say(failure.toJson()));
    } else if (!watch || round.eventful()) {
      report.show(round, effect());
    }
    return round.exit();
  }

  private void requireEnabled(Place place, Settings settings) {
    if (!settings.enabled()) {
      throw Failure.usage(
          "syncing is switched off for " + place.root() + " by sync.enabled",
          "'tidelock config set sync.enabled true' switches it on");
    }
    if (watch && !settings.watchEnabled()) {
      throw Failure.usage(
          "watching is switched off for " + place.root() + " by sync.watch.enabled",
          "'tidelock config set sync.watch.enabled true' switches it on");
    }
  }

  private ExitCode many(List<Place> places, EventLog events) {
    List<Json> documents = new ArrayList<>();
    List<Round> rounds = new ArrayList<>();
    for (Place place : places) {
      Settings settings = workbench().settings(place);
      if (!settings.enabled()) {
        continue;
      }
      Round round = round(place, settings, events);
      rounds.add(round);
      documents.add(
          document(round)
              .put("project", place.marker().project())
              .put("directory", place.root().toString())
              .build());
      if (!json.wanted() && (!watch || round.eventful())) {
        terminal().print(place.root() + ":");
        new SyncReport(workbench().surroundings(), place).show(round, effect());
      }
    }
    if (rounds.isEmpty()) {
      throw Failure.usage("syncing is switched off for all workspaces by sync.enabled", "");
    }
    Round together = Round.together(rounds);
    if (json.wanted()) {
      terminal().print(document(together).put("workspaces", new Json.Items(documents)).build());
      together.failure().ifPresent(failure -> terminal().say(failure.toJson()));
    }
    return together.exit();
  }

  private Json.Builder document(Round round) {
    Json.Builder document = round.toJson();
    if (dryRun) {
      document.put("dryRun", true).put("actions", Json.array(round.actions(), SyncReport::action));
    }
    return document;
  }

  private Round round(Place place, Settings settings, EventLog events) {
    SyncOrder order = order(place, settings);
    events.info("sync " + place.root());
    Round round;
    try (OpenWorkspace workspace = workbench().open(place, settings);
        ProgressDisplay progress =
            new ProgressDisplay(terminal(), place.progress(), System::nanoTime, events)) {
      round =
          new SyncRunner(workspace, settings, order, progress, workbench().surroundings().clock())
              .run();
      if (!watch || round.eventful()) {
        SyncRunner.remember(workspace, round, order);
      }
    }
    events.info("done " + JsonText.compact(round.toJson().build()));
    return mode == Mode.ASK && !dryRun ? asked(place, settings, round, events) : round;
  }

  /// Asks about what is left open, and syncs again to send the answers.
  private Round asked(Place place, Settings settings, Round round, EventLog events) {
    if (round.counts().open() == 0 || yes.given() || !terminal().interactive()) {
      return round;
    }
    ResolveCommand.interactive(workbench(), place, settings);
    mode = Mode.AUTOMATIC;
    return round(place, settings, events);
  }

  private SyncOrder order(Place place, Settings settings) {
    Function<TreePath, Strategy> strategies;
    if (mode == Mode.MANUAL) {
      strategies = _ -> Strategy.MANUAL;
    } else if (strategy != null) {
      Strategy chosen = strategy;
      strategies = _ -> chosen;
    } else {
      strategies = settings.strategies();
    }
    return new SyncOrder(
        direction == null ? mappedDirection(place, settings) : direction,
        strategies,
        Optional.ofNullable(acceptance),
        effect());
  }

  private SyncRequest.Effect effect() {
    return dryRun ? SyncRequest.Effect.PREVIEW : SyncRequest.Effect.REAL;
  }

  /// The direction that the settings have for this directory.
  private static Direction mappedDirection(Place place, Settings settings) {
    return settings.workspaces().stream()
        .filter(mapping -> Place.real(place.root().resolve(mapping.local())).equals(place.root()))
        .map(WorkspaceMapping::direction)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(Direction.BOTH);
  }

  /// How much is decided without asking.
  enum Mode {
    /// All that the strategy decides.
    AUTOMATIC,
    /// Nothing: every clash becomes a conflict.
    MANUAL,
    /// As automatic, and then the person is asked about the rest.
    ASK
  }
}
