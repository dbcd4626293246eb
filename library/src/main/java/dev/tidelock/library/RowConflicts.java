package dev.tidelock.library;

import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.sync.OpenRowConflict;
import dev.tidelock.engine.sync.RowChoice;
import dev.tidelock.engine.sync.RowDecision;
import dev.tidelock.engine.sync.Workspace;
import dev.tidelock.library.report.Conflict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The rows of one database that wait to be decided, as the application sees them.
final class RowConflicts {
  private final Workspace engine;
  private final String database;

  RowConflicts(Workspace engine, String database) {
    this.engine = engine;
    this.database = database;
  }

  List<Conflict> open() {
    return ours().stream().map(RowConflicts::shown).toList();
  }

  private List<OpenRowConflict> ours() {
    return engine.rowConflicts().stream().filter(it -> it.database().equals(database)).toList();
  }

  /// Takes one of the versions.
  void take(String id, String version) {
    decide(id, conflict -> new RowDecision.TakeTerm(term(conflict, version).key()));
  }

  /// Takes one of the versions with other values.
  void take(String id, String version, Map<String, Value> values) {
    decide(id, conflict -> new RowDecision.UseValues(term(conflict, version).key(), values));
  }

  private void decide(String id, Function<OpenRowConflict, RowDecision> decision) {
    OpenRowConflict conflict =
        ours().stream()
            .filter(each -> each.id().equals(id))
            .findFirst()
            .orElseThrow(() ->
                new SyncFailure(
                    SyncFailure.Reason.INVALID,
                    "there is no conflict '" + id + "' any more",
                    "ask for the conflicts again"));
    try {
      engine.resolveRows(
          List.of(new RowChoice(conflict, decision.apply(conflict))), Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new SyncFailure(
          SyncFailure.Reason.INVALID, String.valueOf(e.getMessage()), "check the values", e);
    }
  }

  private static RowTerm term(OpenRowConflict conflict, String version) {
    return conflict.terms().stream()
        .filter(term -> term.key().toString().equals(version))
        .findFirst()
        .orElseThrow(() ->
            new SyncFailure(
                SyncFailure.Reason.INVALID,
                "the conflict '" + conflict.id() + "' has no version '" + version + "' any more",
                "ask for the conflicts again"));
  }

  private static Conflict shown(OpenRowConflict conflict) {
    Conflict.Kind kind =
        switch (conflict.kind()) {
          case MODIFICATION -> Conflict.Kind.MODIFICATION;
          case ADDITION -> Conflict.Kind.ADDITION;
          case DELETION -> Conflict.Kind.DELETION;
          case CONSTRAINT -> Conflict.Kind.CONSTRAINT;
        };
    return new Conflict(
        conflict.id(),
        conflict.name(),
        conflict.place(),
        kind,
        conflict.base().map(conflict::fields),
        conflict.terms().stream()
            .map(term ->
                new Conflict.Version(
                    term.key().toString(),
                    term.row().map(conflict::fields),
                    Instant.ofEpochMilli(term.stamp().time())))
            .toList(),
        conflict.mine().map(Object::toString));
  }
}
