package dev.tidelock.workspace.queue;

import dev.tidelock.core.MalformedException;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonFile;
import dev.tidelock.workspace.machine.Mutex;
import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import dev.tidelock.workspace.queue.QueueEntry.Cause;
import dev.tidelock.workspace.queue.QueueEntry.State;
import dev.tidelock.workspace.queue.QueuedTask.Existing;
import dev.tidelock.workspace.queue.QueuedTask.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The file in a workspace that holds its queue. It is old or new, never torn, and durable when a
/// change returns; several processes may change it.
final class QueueFile {
  private static final int FORMAT = 1;

  private final Path state;
  private final Path file;

  /// @param state the directory of the workspace that holds Tidelock's own
  QueueFile(Path state) {
    this.state = state;
    this.file = state.resolve("queue.json");
  }

  /// Whether there is a workspace for it.
  boolean isThere() {
    return Files.isDirectory(state);
  }

  /// What it holds; nothing if there is no such file, or it is damaged: then nothing is lost but
  /// tries of what the next sync does anyway.
  List<QueueEntry> read() {
    try {
      return JsonFile.read(file).map(QueueFile::entries).orElse(List.of());
    } catch (MalformedException _) {
      return List.of();
    } catch (IOException e) {
      throw new WorkspaceFailure(Reasons.reason(e), Reasons.of(e), "check its permissions", e);
    }
  }

  /// Changes what it holds, and gives what it held before.
  List<QueueEntry> change(UnaryOperator<List<QueueEntry>> change) {
    try {
      return Mutex.holding(
          file.resolveSibling("queue.lock"),
          () -> {
            List<QueueEntry> before = read();
            List<QueueEntry> after = change.apply(before);
            if (!after.equals(before)) {
              JsonFile.write(file, document(after));
            }
            return before;
          });
    } catch (IOException e) {
      throw new WorkspaceFailure(Reasons.reason(e), Reasons.of(e), "check its permissions", e);
    }
  }

  private static Json document(List<QueueEntry> entries) {
    return Json.object()
        .put("format", FORMAT)
        .put("operations", Json.array(entries, QueueFile::json))
        .build();
  }

  private static Json json(QueueEntry each) {
    return Json.object()
        .put("id", each.id())
        .put("operation", each.task().operation().word())
        .put("tables", Json.array(each.task().tables(), Json::of))
        .put("state", each.state().word())
        .put("existing", word(each.task().existing()))
        .put("attempts", each.attempts())
        .put("kind", each.cause().kind())
        .put("message", each.cause().message())
        .put("hint", each.cause().hint())
        .put("created", each.created().toEpochMilli())
        .put("changed", each.changed().toEpochMilli())
        .put(
            "due",
            each.due().<Json>map(due -> new Json.Whole(due.toEpochMilli())).orElse(Json.NOTHING))
        .build();
  }

  private static List<QueueEntry> entries(Json.Members stored) {
    List<QueueEntry> entries = new ArrayList<>();
    for (Json.Members each : stored.objects("operations")) {
      entry(each).ifPresent(entries::add);
    }
    return entries;
  }

  /// An entry, if what stands for it makes sense; a later version may know more.
  private static Optional<QueueEntry> entry(Json.Members stored) {
    Optional<Operation> operation =
        stored.text("operation").flatMap(word -> of(Operation.values(), word));
    Optional<State> state = stored.text("state").flatMap(word -> of(State.values(), word));
    Optional<Instant> due = time(stored, "due");
    if (operation.isEmpty()
        || state.isEmpty()
        || due.isPresent() != (state.get() == State.PENDING)) {
      return Optional.empty();
    }
    Existing existing =
        stored
            .text("existing")
            .flatMap(word -> of(Existing.values(), word))
            .orElse(Existing.REFUSE);
    return Optional.of(
        new QueueEntry(
            stored.whole("id").orElse(0L),
            new QueuedTask(operation.get(), new TreeSet<>(stored.texts("tables")), existing),
            state.get(),
            Math.toIntExact(Math.clamp(stored.whole("attempts").orElse(1L), 0, Integer.MAX_VALUE)),
            new Cause(
                stored.text("kind").orElse(""),
                stored.text("message").orElse(""),
                stored.text("hint").orElse("")),
            time(stored, "created").orElse(Instant.EPOCH),
            time(stored, "changed").orElse(Instant.EPOCH),
            due));
  }

  private static Optional<Instant> time(Json.Members stored, String name) {
    return stored.whole(name).map(Instant::ofEpochMilli);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> Optional<E> of(E[] values, String word) {
    return Stream.of(values).filter(each -> word(each).equals(word)).findFirst();
  }
}
