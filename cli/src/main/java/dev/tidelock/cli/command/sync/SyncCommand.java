package dev.tidelock.cli.command.sync;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.command.YesChoice;
import dev.tidelock.cli.command.conflict.ConflictsCommand;
import dev.tidelock.cli.command.conflict.ResolveCommand;
import dev.tidelock.cli.command.conflict.StrategyConverter;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.queue.Errand;
import dev.tidelock.cli.sync.EventLog;
import dev.tidelock.cli.sync.Round;
import dev.tidelock.cli.sync.ShownSync;
import dev.tidelock.cli.sync.UsualSync;
import dev.tidelock.core.merge.Strategy;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.sync.Direction;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonText;
import dev.tidelock.workspace.settings.Settings;
import java.nio.file.Path;
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
      "  tidelock sync --strategy remote      what both sides changed: take the other side's",
      "  tidelock sync --all --json           every workspace of this device, for a script",
      "  tidelock sync --watch                stay, and sync changes as they happen",
      "",
      "Rows of databases that are synced ('tidelock record') go with the files.",
      "Both sides changed a file: by default the changes are merged; what cannot be merged stays on",
      "each disk as it is and waits as a conflict (exit code 5), everything else syncs.",
      "Suspiciously many deletions or overwrites are held back (exit code 8) until they are accepted.",
      "A file that could not be read or written is in 'errors', and the exit code is 1; one that is",
      "still being written is taken by the next sync."
    })
public final class SyncCommand extends Command {
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

  @Option(
      names = "--watch",
      description = "Stay, and sync whatever changes here or there, until interrupted.")
  private boolean watch;

  @Option(
      names = "--interval",
      paramLabel = "S",
      description = "With --watch, the seconds until everything is looked at again. Default: 60.")
  private int intervalSeconds = 60;

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

  public SyncCommand(Workbench workbench) {
    super(workbench);
  }

  /// The command with all that it holds.
  public static CommandLine tree(Workbench workbench) {
    return new CommandLine(new SyncCommand(workbench))
        .addSubcommand(new StatusCommand(workbench))
        .addSubcommand(new HistoryCommand(workbench))
        .addSubcommand(new PendingCommand(workbench))
        .addSubcommand(new ConflictsCommand(workbench))
        .addSubcommand(new ResolveCommand(workbench));
  }

  @Override
  protected ExitCode run() {
    requireSense();
    Optional<Path> log = Optional.ofNullable(logFile).map(workbench().surroundings()::resolve);
    try (EventLog events = EventLog.open(workbench().surroundings(), log)) {
      return watch ? watch(events) : rounds(events);
    }
  }

  private void requireSense() {
    if (intervalSeconds < 1) {
      throw Failure.usage("--interval is at least 1 second, not " + intervalSeconds, "");
    }
    if (watch && (dryRun || mode == Mode.ASK)) {
      throw Failure.usage(
          "--watch runs by itself and for real: it goes with neither --dry-run nor --mode ask", "");
    }
  }

  private ExitCode watch(EventLog events) {
    List<Place> places = all || project != null ? watchable() : List.of(workbench().place(choice));
    return new Watching(workbench(), events, this::request, this::errand, json, intervalSeconds)
        .run(places);
  }

  /// All workspaces that are meant and may be watched.
  private List<Place> watchable() {
    List<Place> places = workbench().all(Optional.ofNullable(project));
    if (places.isEmpty()) {
      throw noWorkspace();
    }
    List<Place> watchable =
        places.stream()
            .filter(place -> {
              Settings settings = workbench().settings(place);
              return settings.enabled() && Watching.switchedOff(place, settings).isEmpty();
            })
            .toList();
    if (watchable.isEmpty()) {
      throw Failure.usage(
          "watching is switched off for all workspaces by their settings",
          "see sync.enabled, sync.watch.enabled and sync.workspaces in 'tidelock config explain'");
    }
    return watchable;
  }

  /// One round over all chosen workspaces.
  private ExitCode rounds(EventLog events) {
    if (!all && project == null) {
      return one(workbench().place(choice), events);
    }
    List<Place> places = workbench().all(Optional.ofNullable(project));
    if (places.isEmpty()) {
      throw noWorkspace();
    }
    return many(places, events);
  }

  private Failure noWorkspace() {
    return new Failure(
        ExitCode.NOT_FOUND,
        project == null
            ? "this device knows no workspace"
            : "this device knows no workspace of the project '" + project + "'",
        "a workspace is known once a command ran in it");
  }

  private ExitCode one(Place place, EventLog events) {
    SyncReport report = new SyncReport(workbench().surroundings(), place);
    Settings settings = workbench().settings(place);
    requireEnabled(place, settings);
    Round round = round(place, settings, events);
    if (json.wanted()) {
      terminal().print(document(round).build());
      round.failure().ifPresent(failure -> terminal().say(failure.toJson()));
    } else {
      report.show(round, effect());
    }
    return round.exit();
  }

  /// Refuses to sync a workspace for which that is switched off.
  static void requireEnabled(Place place, Settings settings) {
    if (!settings.enabled()) {
      throw Failure.usage(
          "syncing is switched off for " + place.root() + " by sync.enabled",
          "'tidelock config set sync.enabled true' switches it on");
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
      if (!json.wanted()) {
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
      document
          .put("dryRun", true)
          .put("actions", Json.array(round.actions(), SyncReport::action))
          .put("rows", Json.array(round.rows(), SyncReport::rows));
    }
    return document;
  }

  private Round round(Place place, Settings settings, EventLog events) {
    SyncRequest request = request(place, settings);
    events.info("sync " + place.root());
    Round round;
    try (OpenWorkspace workspace = workbench().open(place, settings)) {
      round = new ShownSync(workbench().surroundings(), events).run(workspace, settings, request);
      if (!dryRun) {
        workbench().queue(place, settings).note(errand(place, settings, request), round);
      }
    }
    events.info("done " + JsonText.compact(round.toJson().build()));
    return mode == Mode.ASK && !dryRun ? asked(place, settings, round, events) : round;
  }

  /// What is asked for by options holds for this one time.
  private Errand errand(Place place, Settings settings, SyncRequest request) {
    boolean usual =
        strategy == null
            && mode != Mode.MANUAL
            && request.direction() == UsualSync.direction(place, settings);
    return usual ? Errand.sync(request.direction()) : Errand.onceOnly(request.direction());
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

  private SyncRequest request(Place place, Settings settings) {
    Optional<Strategy> chosen =
        mode == Mode.MANUAL ? Optional.of(Strategy.MANUAL) : Optional.ofNullable(strategy);
    SyncRequest usual = UsualSync.request(place, settings);
    return usual
        .towards(direction == null ? usual.direction() : direction)
        .decidingFiles(
            chosen.<Function<TreePath, Strategy>>map(it -> _ -> it).orElse(usual.rules().files()))
        .decidingRows(settings.rowRules(chosen))
        .accepting(Optional.ofNullable(acceptance))
        .acting(effect());
  }

  private SyncRequest.Effect effect() {
    return dryRun ? SyncRequest.Effect.PREVIEW : SyncRequest.Effect.REAL;
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
