package dev.tidelock.cli.command.sync;

import dev.tidelock.cli.command.database.DatabaseView;
import dev.tidelock.cli.command.history.Changes;
import dev.tidelock.cli.command.queue.QueueView;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.row.TableChanges;
import dev.tidelock.cli.sync.Trouble;
import dev.tidelock.cli.watch.WatchState;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.sync.WorkspaceStatus;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.queue.QueueEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a workspace stands, as text and as a document.
final class StatusView {
  private static final int SHOWN = 20;

  private final Terminal terminal;
  private final Instant now;

  /// @param terminal where it is printed
  /// @param now the time
  StatusView(Terminal terminal, Instant now) {
    this.terminal = terminal;
    this.now = now;
  }

  /// Prints the document.
  void document(Standing standing) {
    Place place = standing.place();
    WorkspaceStatus status = standing.status();
    LastRuns runs = standing.runs();
    terminal.print(
        Json.object()
            .put("schema", 1)
            .put("state", standing.state().word())
            .put("lastSynced", status.lastSynced().map(Words::iso))
            .put("pendingChanges", status.pending().size() + TableChanges.number(status.tables()))
            .put("conflicts", status.conflicts())
            .put("project", place.marker().project())
            .put("branch", place.marker().branch())
            .put("remote", standing.remotes().stream().map(NamedRemote::url).findFirst())
            .put("head", status.head().map(ObjectId::toString))
            .put("root", status.root().toString())
            .put("syncing", Json.NOTHING)
            .put("watch", watch(place))
            .put("name", place.marker().name())
            .put("directory", place.root().toString())
            .put("problems", Json.array(status.problems(), each -> Trouble.of(each).toJson()))
            .put("tables", Json.array(status.tables(), TableChanges::toJson))
            .put("databases", Json.array(standing.databases(), DatabaseView::toJson))
            .put("lastSeeded", runs.last("seed").map(Words::iso))
            .put("lastHydrated", runs.last("hydrate").map(Words::iso))
            .put("busy", Json.array(runs.busy(), Json::of))
            .put("waiting", Json.array(runs.waiting(), Json::of))
            .put("queue", QueueView.stats(Json.object(), standing.queue()))
            .build());
  }

  /// How the workspace's watch stands, if there is one.
  private static Json watch(Place place) {
    return WatchState.read(place.watch()).map(Json.class::cast).orElse(Json.NOTHING);
  }

  /// Prints the document of a workspace in which another process works.
  void busyDocument(Place place, List<NamedRemote> remotes, Json.Members syncing) {
    Json.Builder progress = Json.object();
    for (String name : List.of("operation", "percent", "filesLeft", "bytesLeft", "secondsLeft")) {
      progress.put(name, syncing.get(name).orElse(Json.NOTHING));
    }
    terminal.print(
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
  }

  /// Says that another process works in a workspace.
  void showBusy(Place place, Json.Members syncing) {
    String percent = syncing.whole("percent").map(value -> ", " + value + " %").orElse("");
    terminal.print(
        Words.shown(place.marker().name())
            + " is being synced right now ("
            + syncing.text("operation").orElse("")
            + percent
            + ")");
  }

  /// Tells a person.
  void show(Standing standing) {
    WorkspaceStatus status = standing.status();
    LastRuns runs = standing.runs();
    List<NamedRemote> remotes = standing.remotes();
    String shown =
        switch (standing.state()) {
          case SYNCED -> terminal.styled(Style.GREEN, "in sync");
          case PENDING -> terminal.styled(Style.YELLOW, pending(standing));
          case CONFLICT ->
              terminal.styled(Style.RED, Words.count(status.conflicts(), "conflict") + " open");
          case ERROR ->
              terminal.styled(
                  Style.RED,
                  runs.heldBack()
                      ? "the last sync held back a mass change; the next one says which"
                      : "the last sync failed or something is unreadable");
        };
    terminal.print(Words.shown(standing.place().marker().name()) + ": " + shown);
    terminal.print(
        "last synced "
            + status
                .lastSynced()
                .map(time -> Words.ago(Instant.ofEpochMilli(time), now))
                .orElse("never")
            + (remotes.isEmpty()
                ? ", no remote"
                : ", with " + Words.shown(remotes.getFirst().url())));
    showRowRuns(status, runs);
    Changes.show(terminal, status.pending(), SHOWN);
    TableChanges.show(terminal, status.tables());
    status.problems().stream()
        .map(Trouble::of)
        .forEach(each -> terminal.say(each.kind() + " " + each.line()));
    showWatch(standing.place());
    showLeft(runs, standing.queue());
    standing.databases().stream()
        .filter(database -> database.file().isPresent())
        .forEach(database -> DatabaseView.showUntracked(terminal, database));
    hint(standing);
  }

  private static String pending(Standing standing) {
    if (standing.isPending()) {
      return "changes are waiting to be synced";
    }
    return standing.status().head().isEmpty()
        ? "nothing was synced yet"
        : "all that could be looked at is in sync";
  }

  /// Says when rows alone were sent or brought, if that was later than everything was.
  private void showRowRuns(WorkspaceStatus status, LastRuns runs) {
    Instant synced = status.lastSynced().map(Instant::ofEpochMilli).orElse(Instant.MIN);
    runs.last("seed")
        .filter(synced::isBefore)
        .ifPresent(time -> terminal.print("rows last sent by 'seed' " + Words.ago(time, now)));
    runs.last("hydrate")
        .filter(synced::isBefore)
        .ifPresent(
            time -> terminal.print("rows last brought by 'hydrate' " + Words.ago(time, now)));
  }

  /// Says what the last sync left, and what to do about it.
  private void showLeft(LastRuns runs, List<QueueEntry> queue) {
    for (String database : runs.busy()) {
      terminal.print(
          "  "
              + Words.shown(database)
              + " was busy at the last sync; 'tidelock sync' takes its rows once its"
              + " application is done");
    }
    for (Json.Members each : runs.saidOfWaiting()) {
      String table = each.text("path").map(path -> path + ": ").orElse("");
      terminal.print("  waits: " + Words.shown(table + each.text("message").orElse("")));
    }
    if (!runs.waiting().isEmpty()) {
      terminal.say(
          "What waits is kept, and tried with each sync: bring the application that owns the"
              + " database up to date, or change what is in its way.");
    }
    long pending = QueueView.count(queue, QueueEntry.State.PENDING);
    long failed = QueueView.count(queue, QueueEntry.State.FAILED);
    if (pending + failed > 0) {
      terminal.say(
          "queue: %d pending, %d failed; see 'tidelock queue list'".formatted(pending, failed));
    }
  }

  private void showWatch(Place place) {
    Optional<Json.Members> watch = WatchState.read(place.watch());
    watch.ifPresent(told -> {
      String reason = told.text("reason").map(why -> ": " + Words.shown(why)).orElse("");
      terminal.say("watch: " + told.text("state").orElse("") + reason);
    });
  }

  private void hint(Standing standing) {
    switch (standing.state()) {
      case CONFLICT -> terminal.say("Next: tidelock conflicts, tidelock resolve --interactive");
      case PENDING, ERROR -> terminal.say("Next: tidelock sync");
      case SYNCED -> {}
    }
  }
}
