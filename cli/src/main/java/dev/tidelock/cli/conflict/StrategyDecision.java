package dev.tidelock.cli.conflict;

import dev.tidelock.core.content.MergeOutcome;
import dev.tidelock.core.merge.Strategy;
import dev.tidelock.core.tree.Term;
import dev.tidelock.engine.sync.Decision;
import dev.tidelock.engine.sync.OpenConflict;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.Workspace;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a strategy makes of a conflict.
public sealed interface StrategyDecision {
  /// It decides.
  record Decided(Decision decision) implements StrategyDecision {}

  /// It cannot.
  ///
  /// @param reason why, for a person
  record Undecided(String reason) implements StrategyDecision {}

  /// What `strategy` makes of `conflict`.
  static StrategyDecision of(
      Workspace workspace, OpenConflict conflict, Strategy strategy, Optional<RemotePlace> from) {
    return switch (strategy) {
      case MERGE ->
          switch (workspace.mergeTerms(conflict, from)) {
            case MergeOutcome.Merged merged -> new Decided(new Decision.UseBytes(merged.content()));
            case MergeOutcome.Conflicting(String reason) ->
                new Undecided("it cannot be merged: " + reason);
          };
      case LOCAL ->
          conflict
              .mine()
              .<StrategyDecision>map(key -> new Decided(new Decision.TakeTerm(key)))
              .orElseGet(() -> new Undecided("this disk shows none of the versions"));
      case REMOTE -> remote(conflict);
      case NEWEST -> new Decided(new Decision.TakeTerm(newest(conflict.terms()).key()));
      case MANUAL -> new Undecided("nothing was decided");
    };
  }

  private static StrategyDecision remote(OpenConflict conflict) {
    List<Term> others =
        conflict.terms().stream()
            .filter(term -> !conflict.mine().equals(Optional.of(term.key())))
            .toList();
    return others.size() == 1
        ? new Decided(new Decision.TakeTerm(others.getFirst().key()))
        : new Undecided("there are " + others.size() + " other versions; choose one with --take");
  }

  private static Term newest(List<Term> terms) {
    return terms.stream()
        .max(Comparator.comparingLong(Term::time).thenComparing(Term::device))
        .orElseThrow();
  }
}
