package dev.tidelock.library;

import dev.tidelock.library.report.Operation;
import dev.tidelock.workspace.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/// An operation of the past, also one of the program's.
///
/// @param timestamp when it began
/// @param operation which
/// @param recordsUp rows that the remote learned of
/// @param recordsDown rows that changed here
/// @param conflictsResolved rows and files that both sides changed, and that were merged or decided
/// @param duration how long it took
/// @param problem why it did not do all that it was asked; empty if it did
public record HistoryEntry(
    Instant timestamp,
    Operation operation,
    long recordsUp,
    long recordsDown,
    long conflictsResolved,
    Duration duration,
    String problem) {
  /// Rows that moved, in either direction.
  public long recordsProcessed() {
    return recordsUp + recordsDown;
  }

  /// Whether all was done that was asked.
  public boolean success() {
    return problem.isEmpty();
  }

  static HistoryEntry of(Json.Members run) {
    boolean success = run.get("success").filter(new Json.Truth(true)::equals).isPresent();
    return new HistoryEntry(
        time(run.text("timestamp").orElse("")),
        operation(run),
        inner(run, "records", "up"),
        inner(run, "records", "down"),
        inner(run, "conflicts", "resolved"),
        Duration.ofMillis(run.whole("durationMs").orElse(0L)),
        success
            ? ""
            : run.objects("errors").stream()
                .flatMap(error -> error.text("message").stream())
                .findFirst()
                .orElse("failed"));
  }

  private static Operation operation(Json.Members run) {
    return run.text("operation")
        .flatMap(Operation::ofWord)
        .orElseGet(() ->
            switch (run.text("direction").orElse("")) {
              case "up" -> Operation.SEED;
              case "down" -> Operation.HYDRATE;
              default -> Operation.SYNC;
            });
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      return Instant.EPOCH;
    }
  }

  private static long inner(Json.Members run, String group, String name) {
    return run.get(group).orElse(Json.NOTHING) instanceof Json.Members members
        ? members.whole(name).orElse(0L)
        : 0;
  }
}
