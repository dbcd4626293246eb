package dev.tidelock.library;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.library.report.Operation;
import dev.tidelock.library.report.SyncProblem;
import dev.tidelock.library.report.SyncResult;
import dev.tidelock.workspace.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What an operation did, added up over its remotes. One thread.
final class Totals {
  private long filesUp;
  private long filesDown;
  private long recordsUp;
  private long recordsDown;
  private long bytesUp;
  private long bytesDown;
  private long detected;
  private long resolved;
  private long open;
  private Optional<String> commit = Optional.empty();
  private Optional<String> root = Optional.empty();
  private final List<SyncProblem> problems = new ArrayList<>();
  private final NavigableSet<String> busy = new TreeSet<>();
  private final NavigableSet<String> waiting = new TreeSet<>();

  void add(SyncOutcome outcome) {
    filesUp += outcome.filesUp();
    filesDown += outcome.filesDown();
    recordsUp += outcome.recordsUp();
    recordsDown += outcome.recordsDown();
    bytesUp += outcome.bytesUp();
    bytesDown += outcome.bytesDown();
    detected += outcome.conflictsDetected();
    resolved += outcome.conflictsResolved();
    open = outcome.conflictsOpen();
    commit = outcome.commit().map(ObjectId::toString);
    root = Optional.of(outcome.root().toString());
    outcome.problems().forEach(this::add);
    outcome
        .stops()
        .forEach(stop ->
            add(
                new SyncProblem(
                    SyncProblem.Kind.HELD_BACK,
                    "%d deletions and %d overwrites are held back, for example %s"
                        .formatted(
                            stop.deletes(), stop.rewrites(), String.join(", ", stop.examples())),
                    "if they are meant: SyncOptions.accepting(\"" + stop.plan() + "\")")));
    outcome.unreachable().ifPresent(failure -> add(Problems.of(failure)));
  }

  private void add(Problem problem) {
    if (problem.kind() == Problem.Kind.BUSY) {
      busy.add(problem.path());
    } else if (problem.kind() == Problem.Kind.WAITING) {
      waiting.add(problem.path());
    }
    add(problem(problem));
  }

  /// Adds a problem, once.
  void add(SyncProblem problem) {
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  private static SyncProblem problem(Problem problem) {
    SyncProblem.Kind kind =
        switch (problem.kind()) {
          case BUSY -> SyncProblem.Kind.BUSY;
          case UNREADABLE, VOLUME -> SyncProblem.Kind.DATABASE;
          case NOT_APPLIED -> SyncProblem.Kind.NOT_ALLOWED;
          case AWAITED, WAITING, APART, MADE, NAME, SPECIAL, IGNORE_FILE, LEADS_OUT, ESCAPED ->
              SyncProblem.Kind.WAITING;
        };
    return new SyncProblem(kind, problem.path() + ": " + problem.detail(), "");
  }

  SyncResult result(Operation operation, ProgressMeter moved, Instant started, Duration took) {
    return new SyncResult(
        operation,
        recordsUp,
        recordsDown,
        tables(moved),
        bytesUp,
        bytesDown,
        new SyncResult.Conflicts(detected, resolved, open),
        problems,
        commit,
        started,
        took);
  }

  private static SortedMap<String, SyncResult.Moved> tables(ProgressMeter moved) {
    SortedMap<String, SyncResult.Moved> tables = new TreeMap<>();
    Set<String> names = new TreeSet<>(moved.up().keySet());
    names.addAll(moved.down().keySet());
    for (String name : names) {
      long up = moved.up().getOrDefault(name, 0L);
      long down = moved.down().getOrDefault(name, 0L);
      if (up + down > 0) {
        tables.put(name, new SyncResult.Moved(up, down));
      }
    }
    return tables;
  }

  /// The document of a run, as the program keeps them and shows them.
  Json document(SyncResult result) {
    return Json.object()
        .put("schema", 1)
        .put("success", result.success())
        .put("operation", result.operation().word())
        .put("direction", direction(result.operation()))
        .put("files", Json.object().put("up", filesUp).put("down", filesDown))
        .put("records", Json.object().put("up", recordsUp).put("down", recordsDown))
        .put("bytes", Json.object().put("up", bytesUp).put("down", bytesDown))
        .put(
            "conflicts",
            Json.object().put("detected", detected).put("resolved", resolved).put("open", open))
        .put("errors", Json.array(problems, Totals::json))
        .put("busy", Json.array(busy, Json::of))
        .put("waiting", Json.array(waiting, Json::of))
        .put("durationMs", result.durationMs())
        .put("commit", commit)
        .put("root", root)
        .put("timestamp", result.started().toString())
        .put("exit", result.success() ? 0 : 1)
        .build();
  }

  private static String direction(Operation operation) {
    return switch (operation) {
      case SEED -> "up";
      case HYDRATE -> "down";
      case SYNC -> "both";
    };
  }

  private static Json json(SyncProblem problem) {
    return Json.object()
        .put("path", Json.NOTHING)
        .put("kind", problem.kind().name().toLowerCase(Locale.ROOT))
        .put("message", problem.message())
        .put("hint", problem.hint())
        .build();
  }
}
