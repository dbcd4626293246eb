package dev.tidelock.cli.command.sync;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.workspace.json.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What the syncs, seeds and hydrates that were run here tell of how a workspace stands.
///
/// @param runs their documents, the newest first
record LastRuns(List<Json.Members> runs) {
  LastRuns {
    runs = List.copyOf(runs);
  }

  /// Whether the last one met something that a person has to look at.
  boolean failed() {
    return exit()
        .filter(exit ->
            exit != ExitCode.OK.number()
                && exit != ExitCode.CONFLICTS.number()
                && exit != ExitCode.UNREACHABLE.number()
                && exit != ExitCode.TIMEOUT.number())
        .isPresent();
  }

  /// Whether the last one held back a mass change, and met nothing worse.
  boolean heldBack() {
    return exit().filter(exit -> exit == ExitCode.SAFETY_STOP.number()).isPresent();
  }

  private Optional<Long> exit() {
    return runs.stream().findFirst().flatMap(run -> run.whole("exit"));
  }

  /// When one that is no sync of everything last did all that it was asked.
  Optional<Instant> last(String operation) {
    return runs.stream()
        .filter(run -> run.text("operation").filter(operation::equals).isPresent())
        .filter(run -> run.whole("exit").filter(exit -> exit == ExitCode.OK.number()).isPresent())
        .filter(run -> run.texts("busy").isEmpty())
        .findFirst()
        .flatMap(run -> run.text("timestamp"))
        .flatMap(LastRuns::time);
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /// The databases that their applications held during the last sync of everything.
  SortedSet<String> busy() {
    return new TreeSet<>(sync().map(run -> run.texts("busy")).orElse(List.of()));
  }

  /// The tables of which something waited after the last sync of everything.
  SortedSet<String> waiting() {
    return new TreeSet<>(sync().map(run -> run.texts("waiting")).orElse(List.of()));
  }

  /// What was said of them, for a person.
  List<Json.Members> saidOfWaiting() {
    return sync().map(run -> run.objects("errors")).orElse(List.of()).stream()
        .filter(error -> error.text("kind").filter("waiting"::equals).isPresent())
        .toList();
  }

  /// The last sync of everything.
  private Optional<Json.Members> sync() {
    return runs.stream()
        .filter(run -> run.text("operation").orElse("sync").equals("sync"))
        .findFirst();
  }
}
