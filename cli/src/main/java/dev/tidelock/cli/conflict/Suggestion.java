package dev.tidelock.cli.conflict;

import dev.tidelock.core.content.MergeOutcome;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.sync.OpenConflict;
import dev.tidelock.engine.sync.Workspace;
import java.util.Optional;

/// The strategy that seems best for a conflict: merge where that is clean, newest where there is
/// nothing to read in it, else a person's eyes.
public final class Suggestion {
  private Suggestion() {}

  /// The name of a strategy.
  public static String of(Workspace workspace, OpenConflict conflict) {
    boolean files = conflict.terms().stream().allMatch(term -> term.entry() instanceof Entry.File);
    if (!files) {
      return "manual";
    }
    return switch (workspace.mergeTerms(conflict, Optional.empty())) {
      case MergeOutcome.Merged _ -> "merge";
      case MergeOutcome.Conflicting(String reason) ->
          reason.contains("overlapping") ? "manual" : "newest";
    };
  }
}
