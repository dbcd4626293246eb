package dev.tidelock.cli.command.queue;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.command.database.RowOperations;
import dev.tidelock.cli.output.Diagnosis;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.queue.Errand;
import dev.tidelock.cli.sync.EventLog;
import dev.tidelock.cli.sync.Round;
import dev.tidelock.cli.sync.ShownSync;
import dev.tidelock.cli.sync.UsualSync;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.queue.OperationQueue;
import dev.tidelock.workspace.queue.QueueEntry;
import dev.tidelock.workspace.queue.QueueEntry.State;
import dev.tidelock.workspace.queue.QueuedTask;
import dev.tidelock.workspace.settings.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidelock queue retry`: tries what waits, now.
@CommandLine.Command(
    name = "retry",
    description = "Try operations of the queue now, pending and failed ones.",
    footer = {
      "",
      "Examples:",
      "  tidelock queue retry                all that are not done",
      "  tidelock queue retry 3 5            these",
      "",
      "A sync of everything is tried first, and if it goes well, all others are done. The exit code",
      "is that of the operations: 6 if the remote is still out of reach."
    })
final class QueueRetryCommand extends Command {
  @Parameters(arity = "0..*", paramLabel = "ID", description = "Their ids; else all.")
  private List<Long> ids = new ArrayList<>();

  @Option(names = "--all", description = "All that are not done, as without an ID.")
  private boolean all;

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  QueueRetryCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    if (all && !ids.isEmpty()) {
      throw Failure.usage("--all names every operation already", "give ids, or --all");
    }
    Place place = workbench().place(choice);
    Settings settings = workbench().settings(place);
    if (!settings.enabled()) {
      throw Failure.usage(
          "syncing is switched off for " + place.root() + " by sync.enabled",
          "'tidelock config set sync.enabled true' switches it on");
    }
    OperationQueue queue = workbench().queue(place, settings).operations();
    requireKnown(queue.entries());
    List<QueueEntry> meant = new ArrayList<>(queue.retry(each -> isMeant(each.id())));
    meant.sort(Comparator.comparing(each -> !isWhole(each.task())));
    List<Diagnosis> failures = new ArrayList<>();
    for (QueueEntry each : meant) {
      if (queue.open(each.task()).isPresent()) {
        run(place, settings, each.task()).ifPresent(failures::add);
      }
    }
    return answer(queue, meant, failures);
  }

  private boolean isMeant(long id) {
    return ids.isEmpty() || ids.contains(id);
  }

  private void requireKnown(List<QueueEntry> entries) {
    Set<Long> unknown = new TreeSet<>(ids);
    entries.forEach(each -> unknown.remove(each.id()));
    unknown.stream()
        .findFirst()
        .ifPresent(id -> {
          throw new Failure(
              ExitCode.NOT_FOUND,
              "the queue has no operation " + id,
              "'tidelock queue list' lists them");
        });
  }

  private static boolean isWhole(QueuedTask task) {
    return task.operation() == QueuedTask.Operation.SYNC && task.tables().isEmpty();
  }

  /// Does a task, and says what kept it from being done. How it ended is noted in the queue.
  private Optional<Diagnosis> run(Place place, Settings settings, QueuedTask task) {
    try {
      return isWhole(task)
          ? sync(place, settings).failure()
          : new RowOperations(
                  workbench(), place, settings, Optional.empty(), SyncRequest.Effect.REAL)
              .run(task)
              .failure();
    } catch (RuntimeException failure) {
      return Optional.of(Diagnosis.of(failure));
    }
  }

  private Round sync(Place place, Settings settings) {
    SyncRequest request = UsualSync.request(place, settings);
    try (EventLog events = EventLog.open(workbench().surroundings(), Optional.empty());
        OpenWorkspace workspace = workbench().open(place, settings)) {
      Round round =
          new ShownSync(workbench().surroundings(), events).run(workspace, settings, request);
      workbench().queue(place, settings).note(Errand.sync(request.direction()), round);
      return round;
    }
  }

  private ExitCode answer(OperationQueue queue, List<QueueEntry> meant, List<Diagnosis> failures) {
    List<QueueEntry> now =
        queue.entries().stream()
            .filter(each -> meant.stream().anyMatch(was -> was.id() == each.id()))
            .toList();
    ExitCode exit = ExitCode.OK;
    for (Diagnosis failure : failures) {
      exit = exit.worse(failure.exit());
    }
    boolean left = now.stream().anyMatch(QueueEntry::isOpen);
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("success", !left)
                  .put("retried", meant.size())
                  .put("completed", QueueView.count(now, State.COMPLETED))
                  .put("operations", Json.array(now, QueueView::toJson))
                  .build());
      failures.stream().findFirst().ifPresent(failure -> terminal().say(failure.toJson()));
    } else if (meant.isEmpty()) {
      terminal().print("Nothing waits.");
    } else {
      now.forEach(this::show);
    }
    return left && exit == ExitCode.OK ? ExitCode.FAILURE : exit;
  }

  private void show(QueueEntry each) {
    String done =
        each.isOpen()
            ? terminal().styled(Style.RED, each.state().word())
            : terminal().styled(Style.GREEN, "done");
    terminal().print("%d  %s: %s".formatted(each.id(), QueueView.name(each.task()), done));
    if (each.isOpen()) {
      terminal().say("  " + each.cause().message());
      if (!each.cause().hint().isEmpty()) {
        terminal().say("  " + each.cause().hint());
      }
    }
  }
}
