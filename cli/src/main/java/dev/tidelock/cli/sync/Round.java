package dev.tidelock.cli.sync;

import dev.tidelock.cli.output.Diagnosis;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Words;
import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.sync.Direction;
import dev.tidelock.engine.sync.PlannedAction;
import dev.tidelock.engine.sync.PlannedRows;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.settings.Spellings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// How one sync of one workspace with all its remotes ended.
///
/// @param direction which way it went
/// @param counts what it did
/// @param commit the head now, if there is one
/// @param root the id of the project's state now, if it is known
/// @param errors what was left alone or could not be done
/// @param busy databases that could not be looked at or written, as their applications held them
/// @param stops what the mass-change guard held back
/// @param actions what a dry run would do to files
/// @param rows what a dry run would do to rows
/// @param took how long it took
/// @param started when it began
/// @param exit how the process ends, if this was all
public record Round(
    Direction direction,
    Counts counts,
    Optional<String> commit,
    Optional<String> root,
    List<Trouble> errors,
    SortedSet<String> busy,
    List<SafetyStop> stops,
    List<PlannedAction> actions,
    List<PlannedRows> rows,
    Duration took,
    Instant started,
    ExitCode exit) {
  public Round {
    errors = List.copyOf(errors);
    busy = Collections.unmodifiableSortedSet(new TreeSet<>(busy));
    stops = List.copyOf(stops);
    actions = List.copyOf(actions);
    rows = List.copyOf(rows);
  }

  /// What several rounds make together, of workspaces that have nothing to do with each other.
  ///
  /// @param rounds one or more, in the order in which they were run
  public static Round together(List<Round> rounds) {
    Counts counts = Counts.NONE;
    long open = 0;
    Duration took = Duration.ZERO;
    ExitCode exit = ExitCode.OK;
    for (Round round : rounds) {
      counts = counts.plus(round.counts);
      open += round.counts.open();
      took = took.plus(round.took);
      exit = exit.worse(round.exit);
    }
    return new Round(
        rounds.getFirst().direction,
        counts.withOpen(open),
        Optional.empty(),
        Optional.empty(),
        rounds.stream().flatMap(round -> round.errors.stream()).toList(),
        rounds.stream()
            .flatMap(round -> round.busy.stream())
            .collect(Collectors.toCollection(TreeSet::new)),
        rounds.stream().flatMap(round -> round.stops.stream()).toList(),
        rounds.stream().flatMap(round -> round.actions.stream()).toList(),
        rounds.stream().flatMap(round -> round.rows.stream()).toList(),
        took,
        rounds.getFirst().started,
        exit);
  }

  /// Whether everything was done that could be done without a person; open conflicts are counted on
  /// their own.
  public boolean success() {
    return exit == ExitCode.OK || exit == ExitCode.CONFLICTS;
  }

  /// The tables of which rows, or all of it, wait until a database here takes them.
  public SortedSet<String> waiting() {
    return errors.stream()
        .filter(each -> each.kind().equals(Trouble.WAITING))
        .flatMap(each -> each.path().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// What kept a person's wish from being fulfilled; nothing if it was, open conflicts apart.
  public Optional<Diagnosis> failure() {
    if (success()) {
      return Optional.empty();
    }
    Optional<Diagnosis> trouble =
        errors.stream()
            .filter(each -> each.weight() == Trouble.Weight.FAILURE)
            .findFirst()
            .map(each -> new Diagnosis(exit, each.line(), each.hint()));
    return trouble.or(() ->
        stops.stream()
            .findFirst()
            .map(stop ->
                new Diagnosis(
                    exit,
                    Words.count(stop.deletes(), "deletion")
                        + " and "
                        + Words.count(stop.rewrites(), "overwrite")
                        + " are held back",
                    "if they are meant: tidelock sync --accept-deletes " + stop.plan())));
  }

  /// The document of `sync --json`.
  public Json.Builder toJson() {
    Json.Builder document =
        Json.object()
            .put("schema", 1)
            .put("success", success())
            .put("direction", Spellings.shown(direction));
    counts.addTo(document);
    document
        .put("errors", Json.array(errors, Trouble::toJson))
        .put("durationMs", took.toMillis())
        .put("commit", commit)
        .put("root", root)
        .put("timestamp", Words.iso(started));
    if (!busy.isEmpty()) {
      document.put("busy", Json.array(busy, Json::of));
    }
    if (!waiting().isEmpty()) {
      document.put("waiting", Json.array(waiting(), Json::of));
    }
    if (!stops.isEmpty()) {
      document.put("safetyStop", stop(stops.getFirst()));
    }
    if (stops.size() > 1) {
      document.put("safetyStops", Json.array(stops, Round::stop));
    }
    return document;
  }

  private static Json stop(SafetyStop stop) {
    return Json.object()
        .put("plan", stop.plan())
        .put("deletes", stop.deletes())
        .put("rewrites", stop.rewrites())
        .put("examples", Json.array(stop.examples(), Json::of))
        .build();
  }
}
