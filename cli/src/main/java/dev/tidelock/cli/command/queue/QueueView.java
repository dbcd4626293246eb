package dev.tidelock.cli.command.queue;

import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.queue.QueueEntry;
import dev.tidelock.workspace.queue.QueueEntry.State;
import dev.tidelock.workspace.queue.QueuedTask;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Entries of a queue, as text and as documents.
public final class QueueView {
  private QueueView() {}

  /// Adds `pending`, `failed`, `completed` and `nextAttempt`.
  public static Json.Builder stats(Json.Builder document, List<QueueEntry> entries) {
    for (State state : State.values()) {
      document.put(state.word(), count(entries, state));
    }
    return document.put("nextAttempt", next(entries).map(Words::iso));
  }

  /// How many entries stand so.
  public static long count(List<QueueEntry> entries, State state) {
    return entries.stream().filter(each -> each.state() == state).count();
  }

  /// When the next one is due.
  static Optional<Instant> next(List<QueueEntry> entries) {
    return entries.stream().flatMap(each -> each.due().stream()).min(Comparator.naturalOrder());
  }

  /// The element of `operations`.
  static Json toJson(QueueEntry entry) {
    return Json.object()
        .put("id", entry.id())
        .put("operation", entry.task().operation().word())
        .put("tables", Json.array(entry.task().tables(), Json::of))
        .put("force", entry.task().existing() == QueuedTask.Existing.MERGE)
        .put("state", entry.state().word())
        .put("attempts", entry.attempts())
        .put(
            "error",
            Json.object()
                .put("code", entry.cause().kind())
                .put("message", entry.cause().message())
                .put("hint", entry.cause().hint()))
        .put("created", Words.iso(entry.created()))
        .put("changed", Words.iso(entry.changed()))
        .put("nextAttempt", entry.due().map(Words::iso))
        .build();
  }

  /// `seed app.notes --force`, as a person would ask for it.
  static String name(QueuedTask task) {
    String tables = task.tables().isEmpty() ? "" : " " + String.join(" ", task.tables());
    String force = task.existing() == QueuedTask.Existing.MERGE ? " --force" : "";
    return Words.shown(task.operation().word() + tables + force);
  }

  /// `due in 4 seconds`, `done 2 hours ago`.
  static String when(QueueEntry entry, Instant now) {
    return switch (entry.state()) {
      case PENDING -> {
        Instant due = entry.due().orElseThrow();
        yield due.isAfter(now) ? "due at " + Words.iso(due) : "due now";
      }
      case FAILED -> "not tried again by itself";
      case COMPLETED -> "done " + Words.ago(entry.changed(), now);
    };
  }
}
