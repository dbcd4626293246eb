package dev.tidelock.cli.command.sync;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.command.database.DatabaseView;
import dev.tidelock.cli.command.history.Changes;
import dev.tidelock.cli.command.queue.QueueView;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.row.TableChanges;
import dev.tidelock.cli.sync.ProgressDisplay;
import dev.tidelock.cli.sync.Trouble;
import dev.tidelock.cli.watch.WatchState;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.sync.DatabaseStatus;
import dev.tidelock.engine.sync.WorkspaceStatus;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import dev.tidelock.workspace.queue.QueueEntry;
import dev.tidelock.workspace.settings.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock status`: how a workspace stands, without asking any remote.
@CommandLine.Command(
    name = "status",
    description = "Show how this directory stands, without asking any remote.",
    footer = {
      "",
      "Examples:",
      "  tidelock status",
      "  tidelock status --json -w notes",
      "",
      "The exit code is 5 if conflicts are open, else 0."
    })
public final class StatusCommand extends Command {
  private static final int SHOWN = 20;
  private static final int RUNS = 1000;

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  public StatusCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    Settings settings = workbench().settings(place);
    List<NamedRemote> remotes = OpenWorkspace.remotes(place.marker(), settings);
    Optional<Json.Members> syncing = ProgressDisplay.read(place.progress());
    if (syncing.isPresent()) {
      return busy(place, remotes, syncing.get());
    }
    WorkspaceStatus status;
    List<DatabaseStatus> databases;
    LastRuns runs;
    try (OpenWorkspace workspace = workbench().open(place, settings)) {
      status = workspace.engine().status(remotes.stream().map(NamedRemote::name).findFirst());
      databases =
          workspace.engine().attachments().isEmpty() ? List.of() : workspace.engine().databases();
      runs = new LastRuns(workspace.runs().newest(RUNS));
    } catch (WorkspaceFailure failure) {
      Optional<Json.Members> begun = ProgressDisplay.read(place.progress());
      if (failure.reason() != WorkspaceFailure.Reason.BUSY || begun.isEmpty()) {
        throw failure;
      }
      return busy(place, remotes, begun.get());
    }
    String state = state(status, runs);
    List<QueueEntry> queue = workbench().queue(place, settings).operations().entries();
    if (json.wanted()) {
      terminal().print(document(place, remotes, status, databases, runs, queue, state));
    } else {
      show(place, remotes, status, runs, state);
      showLeft(runs, queue);
      databases.stream()
          .filter(database -> database.file().isPresent())
          .forEach(database -> DatabaseView.showUntracked(terminal(), database));
      hint(status, state);
    }
    return status.conflicts() > 0 ? ExitCode.CONFLICTS : ExitCode.OK;
  }

  private static String state(WorkspaceStatus status, LastRuns runs) {
    if (status.conflicts() > 0) {
      return "conflict";
    }
    boolean trouble =
        status.problems().stream()
            .map(Trouble::of)
            .anyMatch(each -> each.weight() == Trouble.Weight.FAILURE);
    if (trouble || runs.failed()) {
      return "error";
    }
    boolean left = !runs.busy().isEmpty() || !runs.waiting().isEmpty();
    return nothingPending(status) && status.head().isPresent() && !left ? "synced" : "pending";
  }

  private static boolean nothingPending(WorkspaceStatus status) {
    return status.pending().isEmpty() && status.tables().isEmpty();
  }

  private static Json document(
      Place place,
      List<NamedRemote> remotes,
      WorkspaceStatus status,
      List<DatabaseStatus> databases,
      LastRuns runs,
      List<QueueEntry> queue,
      String state) {
    return Json.object()
        .put("schema", 1)
        .put("state", state)
        .put("lastSynced", status.lastSynced().map(Words::iso))
        .put("pendingChanges", status.pending().size() + TableChanges.number(status.tables()))
        .put("conflicts", status.conflicts())
        .put("project", place.marker().project())
        .put("branch", place.marker().branch())
        .put("remote", remotes.stream().map(NamedRemote::url).findFirst())
        .put("head", status.head().map(ObjectId::toString))
        .put("root", status.root().toString())
        .put("syncing", Json.NOTHING)
        .put("watch", watch(place))
        .put("name", place.marker().name())
        .put("directory", place.root().toString())
        .put("problems", Json.array(status.problems(), each -> Trouble.of(each).toJson()))
        .put("tables", Json.array(status.tables(), TableChanges::toJson))
        .put("databases", Json.array(databases, DatabaseView::toJson))
        .put("lastSeeded", runs.last("seed").map(Words::iso))
        .put("lastHydrated", runs.last("hydrate").map(Words::iso))
        .put("busy", Json.array(runs.busy(), Json::of))
        .put("waiting", Json.array(runs.waiting(), Json::of))
        .put("queue", QueueView.stats(Json.object(), queue))
        .build();
  }

  /// How the workspace's watch stands, if there is one.
  private static Json watch(Place place) {
    return WatchState.read(place.watch()).map(Json.class::cast).orElse(Json.NOTHING);
  }

  /// What can be told while another process works in the workspace.
  private ExitCode busy(Place place, List<NamedRemote> remotes, Json.Members syncing) {
    Json.Builder progress = Json.object();
    for (String name : List.of("operation", "percent", "filesLeft", "bytesLeft", "secondsLeft")) {
      progress.put(name, syncing.get(name).orElse(Json.NOTHING));
    }
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("state", "pending")
                  .put("lastSynced", Json.NOTHING)
                  .put("pendingChanges", 0)
                  .put("conflicts", 0)
                  .put("project", place.marker().project())
                  .put("branch", place.marker().branch())
                  .put("remote", remotes.stream().map(NamedRemote::url).findFirst())
                  .put("head", Json.NOTHING)
                  .put("root", Json.NOTHING)
                  .put("syncing", progress)
                  .put("watch", watch(place))
                  .put("name", place.marker().name())
                  .put("directory", place.root().toString())
                  .build());
    } else {
      String percent = syncing.whole("percent").map(value -> ", " + value + " %").orElse("");
      terminal()
          .print(
              Words.shown(place.marker().name())
                  + " is being synced right now ("
                  + syncing.text("operation").orElse("")
                  + percent
                  + ")");
    }
    return ExitCode.OK;
  }

  private void show(
      Place place, List<NamedRemote> remotes, WorkspaceStatus status, LastRuns runs, String state) {
    Instant now = workbench().surroundings().clock().instant();
    String shown =
        switch (state) {
          case "synced" -> terminal().styled(Style.GREEN, "in sync");
          case "pending" -> terminal().styled(Style.YELLOW, pending(status));
          case "conflict" ->
              terminal().styled(Style.RED, Words.count(status.conflicts(), "conflict") + " open");
          default ->
              terminal()
                  .styled(
                      Style.RED,
                      runs.heldBack()
                          ? "the last sync held back a mass change; the next one says which"
                          : "the last sync failed or something is unreadable");
        };
    terminal().print(Words.shown(place.marker().name()) + ": " + shown);
    terminal()
        .print(
            "last synced "
                + status
                    .lastSynced()
                    .map(time -> Words.ago(Instant.ofEpochMilli(time), now))
                    .orElse("never")
                + (remotes.isEmpty()
                    ? ", no remote"
                    : ", with " + Words.shown(remotes.getFirst().url())));
    showRowRuns(status, runs, now);
    Changes.show(terminal(), status.pending(), SHOWN);
    TableChanges.show(terminal(), status.tables());
    status.problems().stream()
        .map(Trouble::of)
        .forEach(each -> terminal().say(each.kind() + " " + each.line()));
    showWatch(place);
  }

  private static String pending(WorkspaceStatus status) {
    if (!nothingPending(status)) {
      return "changes are waiting to be synced";
    }
    return status.head().isEmpty()
        ? "nothing was synced yet"
        : "all that could be looked at is in sync";
  }

  /// Says when rows alone were sent or brought, if that was later than everything was.
  private void showRowRuns(WorkspaceStatus status, LastRuns runs, Instant now) {
    Instant synced = status.lastSynced().map(Instant::ofEpochMilli).orElse(Instant.MIN);
    runs.last("seed")
        .filter(synced::isBefore)
        .ifPresent(time -> terminal().print("rows last sent by 'seed' " + Words.ago(time, now)));
    runs.last("hydrate")
        .filter(synced::isBefore)
        .ifPresent(
            time -> terminal().print("rows last brought by 'hydrate' " + Words.ago(time, now)));
  }

  /// Says what the last sync left, and what to do about it.
  private void showLeft(LastRuns runs, List<QueueEntry> queue) {
    for (String database : runs.busy()) {
      terminal()
          .print(
              "  "
                  + Words.shown(database)
                  + " was busy at the last sync; 'tidelock sync' takes its rows once its"
                  + " application is done");
    }
    for (Json.Members each : runs.saidOfWaiting()) {
      String table = each.text("path").map(path -> path + ": ").orElse("");
      terminal().print("  waits: " + Words.shown(table + each.text("message").orElse("")));
    }
    if (!runs.waiting().isEmpty()) {
      terminal()
          .say(
              "What waits is kept, and tried with each sync: bring the application that owns the"
                  + " database up to date, or change what is in its way.");
    }
    long pending = QueueView.count(queue, QueueEntry.State.PENDING);
    long failed = QueueView.count(queue, QueueEntry.State.FAILED);
    if (pending + failed > 0) {
      terminal()
          .say(
              "queue: %d pending, %d failed; see 'tidelock queue list'".formatted(pending, failed));
    }
  }

  private void showWatch(Place place) {
    Optional<Json.Members> watch = WatchState.read(place.watch());
    watch.ifPresent(told -> {
      String reason = told.text("reason").map(why -> ": " + Words.shown(why)).orElse("");
      terminal().say("watch: " + told.text("state").orElse("") + reason);
    });
  }

  private void hint(WorkspaceStatus status, String state) {
    switch (state) {
      case "conflict" -> terminal().say("Next: tidelock conflicts, tidelock resolve --interactive");
      case "pending", "error" -> terminal().say("Next: tidelock sync");
      default -> {
        if (status.head().isEmpty()) {
          terminal().say("Next: tidelock sync");
        }
      }
    }
  }
}
