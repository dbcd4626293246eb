package dev.tidelock.engine.sync;

import dev.tidelock.core.merge.Strategy;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.record.merge.RecordRules;
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
/// @param records how rows that both sides changed are decided
/// @param tables which tables it is about
/// @param extent how much of the project it is about
/// @param safekeeping keeps what is written over, where the extent says that something is
public record SyncRequest(
    Direction direction,
    Function<TreePath, Strategy> strategies,
    Optional<String> acceptance,
    Effect effect,
    String message,
    Look look,
    RecordRules records,
    TableChoice tables,
    Extent extent,
    Safekeeping safekeeping) {
  /// A request to decide rows as usual.
  public SyncRequest(
      Direction direction,
      Function<TreePath, Strategy> strategies,
      Optional<String> acceptance,
      Effect effect,
      String message,
      Look look) {
    this(
        direction,
        strategies,
        acceptance,
        effect,
        message,
        look,
        RecordRules.USUAL,
        TableChoice.ALL,
        Extent.EVERYTHING,
        Safekeeping.NONE);
  }

  /// A request to look at everything.
  public SyncRequest(
      Direction direction,
      Function<TreePath, Strategy> strategies,
      Optional<String> acceptance,
      Effect effect,
      String message) {
    this(direction, strategies, acceptance, effect, message, Look.ONCE);
  }

  /// The same, deciding rows otherwise.
  public SyncRequest with(RecordRules rules) {
    return new SyncRequest(
        direction,
        strategies,
        acceptance,
        effect,
        message,
        look,
        rules,
        tables,
        extent,
        safekeeping);
  }

  /// The same, about some tables only. What an application wrote into several tables at once is
  /// then taken apart.
  public SyncRequest about(TableChoice choice) {
    return new SyncRequest(
        direction,
        strategies,
        acceptance,
        effect,
        message,
        look,
        records,
        choice,
        extent,
        safekeeping);
  }

  /// The same, about another part of the project.
  public SyncRequest about(Extent other) {
    return about(other, safekeeping);
  }

  /// The same, about another part of the project.
  ///
  /// @param keeping keeps what [Extent#ROWS_OF_PROJECT] writes over
  public SyncRequest about(Extent other, Safekeeping keeping) {
    return new SyncRequest(
        direction, strategies, acceptance, effect, message, look, records, tables, other, keeping);
  }

  /// Both ways, merging.
  public static SyncRequest usual() {
    return new SyncRequest(Direction.BOTH, _ -> Strategy.MERGE, Optional.empty(), Effect.REAL, "");
  }

  /// The same, looking otherwise.
  SyncRequest with(Look other) {
    return new SyncRequest(
        direction,
        strategies,
        acceptance,
        effect,
        message,
        other,
        records,
        tables,
        extent,
        safekeeping);
  }

  /// Whether a sync acts.
  public enum Effect {
    /// It does what it finds to do.
    REAL,
    /// It only says what it would do.
    PREVIEW
  }
}
