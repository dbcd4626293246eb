package dev.tidelock.cli.conflict;

import dev.tidelock.core.merge.Strategy;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.engine.sync.OpenRowConflict;
import dev.tidelock.engine.sync.RowDecision;
import dev.tidelock.engine.sync.RowFields;
import dev.tidelock.engine.sync.Workspace;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a strategy makes of a row that waits to be decided.
public sealed interface RowVerdict {
  /// It decides.
  record Decided(RowDecision decision) implements RowVerdict {}

  /// It cannot.
  ///
  /// @param reason why, for a person
  record Undecided(String reason) implements RowVerdict {}

  /// What `strategy` makes of `conflict` of a workspace.
  ///
  /// A row that cannot stand beside others is shown by no database: to `local` that is what is
  /// here, and to others it is tried again.
  static RowVerdict of(Workspace workspace, OpenRowConflict conflict, Strategy strategy) {
    return switch (strategy) {
      case MERGE ->
          switch (workspace.mergeVersions(conflict)) {
            case RowFields.Merged(RowTerm start, var values) ->
                new Decided(new RowDecision.UseValues(start.key(), values));
            case RowFields.Disputed(String reason) ->
                new Undecided("it cannot be merged: " + reason);
          };
      case LOCAL -> local(conflict);
      case REMOTE -> remote(conflict);
      case NEWEST -> take(newest(conflict.terms()));
      case MANUAL -> new Undecided("nothing was decided");
    };
  }

  private static RowVerdict local(OpenRowConflict conflict) {
    if (conflict.refused().isPresent()) {
      return new Decided(new RowDecision.Remove());
    }
    return conflict
        .mine()
        .<RowVerdict>map(key -> new Decided(new RowDecision.TakeTerm(key)))
        .orElseGet(() -> new Undecided("no database here shows one of the versions"));
  }

  private static RowVerdict remote(OpenRowConflict conflict) {
    List<RowTerm> others =
        conflict.terms().stream()
            .filter(term -> !conflict.mine().equals(Optional.of(term.key())))
            .toList();
    return others.size() == 1
        ? take(others.getFirst())
        : new Undecided("there are " + others.size() + " other versions; choose one with --take");
  }

  private static RowVerdict take(RowTerm term) {
    return new Decided(new RowDecision.TakeTerm(term.key()));
  }

  private static RowTerm newest(List<RowTerm> terms) {
    return terms.stream()
        .max(Comparator.comparing(RowTerm::stamp).thenComparing(RowTerm::key))
        .orElseThrow();
  }

  /// The strategy that seems best: merge where that is clean, newest where one row was changed in
  /// several ways, else a person's eyes.
  static String suggested(Workspace workspace, OpenRowConflict conflict) {
    if (workspace.mergeVersions(conflict) instanceof RowFields.Merged) {
      return "merge";
    }
    return conflict.kind() == OpenRowConflict.Kind.MODIFICATION ? "newest" : "manual";
  }
}
