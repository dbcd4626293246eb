package dev.tidelock.engine.sync;

import dev.tidelock.core.merge.Strategy;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.scan.Look;
import java.util.Optional;
import java.util.function.Function;

/// What a sync is asked to do.
///
/// @param direction which way
/// @param strategies how a path that both sides changed is decided
/// @param acceptance the hash of a set of deletions or overwrites that a person accepted
/// @param effect whether anything shall really happen
/// @param message for the commit, if there is one
/// @param look how the disk is looked at
public record SyncRequest(
    Direction direction,
    Function<TreePath, Strategy> strategies,
    Optional<String> acceptance,
    Effect effect,
    String message,
    Look look) {
  /// A request to look at everything.
  public SyncRequest(
      Direction direction,
      Function<TreePath, Strategy> strategies,
      Optional<String> acceptance,
      Effect effect,
      String message) {
    this(direction, strategies, acceptance, effect, message, Look.ONCE);
  }

  /// Both ways, merging.
  public static SyncRequest usual() {
    return new SyncRequest(Direction.BOTH, _ -> Strategy.MERGE, Optional.empty(), Effect.REAL, "");
  }

  /// The same, looking otherwise.
  SyncRequest with(Look other) {
    return new SyncRequest(direction, strategies, acceptance, effect, message, other);
  }

  /// Whether a sync acts.
  public enum Effect {
    /// It does what it finds to do.
    REAL,
    /// It only says what it would do.
    PREVIEW
  }
}
