package dev.tidelock.library;

import dev.tidelock.core.MalformedException;
import dev.tidelock.library.QueuedOperation.State;
import dev.tidelock.library.report.Operation;
import dev.tidelock.library.report.SyncProblem;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonFile;
import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
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
  List<QueuedOperation> read() {
    try {
      return JsonFile.read(file).map(QueueFile::operations).orElse(List.of());
    } catch (MalformedException _) {
      return List.of();
    } catch (IOException e) {
      throw new WorkspaceFailure(Reasons.reason(e), Reasons.of(e), "check its permissions", e);
    }
  }

  /// Changes what it holds, and gives what it held before.
  List<QueuedOperation> change(UnaryOperator<List<QueuedOperation>> change) {
    try {
      return Mutex.holding(
          file.resolveSibling("queue.lock"),
          () -> {
            List<QueuedOperation> before = read();
            List<QueuedOperation> after = change.apply(before);
            if (!after.equals(before)) {
              JsonFile.write(file, document(after));
            }
            return before;
          });
    } catch (IOException e) {
      throw new WorkspaceFailure(Reasons.reason(e), Reasons.of(e), "check its permissions", e);
    }
  }

  private static Json document(List<QueuedOperation> operations) {
    return Json.object()
        .put("format", FORMAT)
        .put("operations", Json.array(operations, QueueFile::json))
        .build();
  }

  private static Json json(QueuedOperation each) {
    return Json.object()
        .put("id", each.id())
        .put("operation", each.operation().word())
        .put("tables", Json.array(each.tables(), Json::of))
        .put("state", word(each.state()))
        .put("existing", word(each.existing()))
        .put("attempts", each.attempts())
        .put("kind", word(each.problem().kind()))
        .put("message", each.problem().message())
        .put("hint", each.problem().hint())
        .put("created", each.created().toEpochMilli())
        .put("changed", each.changed().toEpochMilli())
        .put(
            "due",
            each.due().<Json>map(due -> new Json.Whole(due.toEpochMilli())).orElse(Json.NOTHING))
        .build();
  }

  private static List<QueuedOperation> operations(Json.Members stored) {
    List<QueuedOperation> operations = new ArrayList<>();
    for (Json.Members each : stored.objects("operations")) {
      operation(each).ifPresent(operations::add);
    }
    return operations;
  }

  /// An operation, if what stands for it makes sense; a later version may know more.
  private static Optional<QueuedOperation> operation(Json.Members stored) {
    Optional<Operation> operation = stored.text("operation").flatMap(Operation::ofWord);
    Optional<State> state = stored.text("state").flatMap(word -> of(State.values(), word));
    Optional<Instant> due = time(stored, "due");
    if (operation.isEmpty()
        || state.isEmpty()
        || due.isPresent() != (state.get() == State.PENDING)) {
      return Optional.empty();
    }
    SyncProblem problem =
        new SyncProblem(
            stored
                .text("kind")
                .flatMap(word -> of(SyncProblem.Kind.values(), word))
                .orElse(SyncProblem.Kind.UNEXPECTED),
            stored.text("message").orElse(""),
            stored.text("hint").orElse(""));
    return Optional.of(
        new QueuedOperation(
            stored.whole("id").orElse(0L),
            operation.get(),
            tables(stored),
            stored
                .text("existing")
                .flatMap(word -> of(Existing.values(), word))
                .orElse(Existing.REFUSE),
            state.get(),
            Math.toIntExact(Math.clamp(stored.whole("attempts").orElse(1L), 0, Integer.MAX_VALUE)),
            problem,
            time(stored, "created").orElse(Instant.EPOCH),
            time(stored, "changed").orElse(Instant.EPOCH),
            due));
  }

  private static SortedSet<String> tables(Json.Members stored) {
    SortedSet<String> tables = new TreeSet<>();
    if (stored.get("tables").orElse(Json.NOTHING) instanceof Json.Items items) {
      for (Json each : items.values()) {
        if (each instanceof Json.Text text) {
          tables.add(text.value());
        }
      }
    }
    return tables;
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
