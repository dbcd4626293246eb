package dev.tidelock.engine.sync;

import dev.tidelock.core.merge.Strategy;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.record.merge.RecordRules;
import dev.tidelock.engine.scan.Look;
import java.util.Optional;
import java.util.function.Function;

/// What a sync is asked to do: [#usual], and what is to be otherwise.
///
/// @param direction which way
/// @param rules how what both sides changed is decided
/// @param acceptance the hash of a set of deletions or overwrites that a person accepted
/// @param effect whether anything shall really happen
/// @param message for the commit, if there is one
/// @param look how the disk is looked at
/// @param part how much of the project it is about
public record SyncRequest(
    Direction direction,
    Rules rules,
    Optional<String> acceptance,
    Effect effect,
    String message,
    Look look,
    Part part) {
  /// Both ways, merging everything there is, after one look at all of it.
  public static SyncRequest usual() {
    return new SyncRequest(
        Direction.BOTH,
        new Rules(_ -> Strategy.MERGE, RecordRules.USUAL),
        Optional.empty(),
        Effect.REAL,
        "",
        Look.ONCE,
        new Part(TableChoice.ALL, Extent.EVERYTHING, Safekeeping.NONE));
  }

  /// The same, another way.
  public SyncRequest towards(Direction other) {
    return new SyncRequest(other, rules, acceptance, effect, message, look, part);
  }

  /// The same, deciding otherwise what becomes of a path that both sides changed.
  public SyncRequest decidingFiles(Function<TreePath, Strategy> strategies) {
    Rules other = new Rules(strategies, rules.rows());
    return new SyncRequest(direction, other, acceptance, effect, message, look, part);
  }

  /// The same, deciding otherwise what becomes of a row that both sides changed.
  public SyncRequest decidingRows(RecordRules rows) {
    Rules other = new Rules(rules.files(), rows);
    return new SyncRequest(direction, other, acceptance, effect, message, look, part);
  }

  /// The same with this set accepted, or none.
  public SyncRequest accepting(Optional<String> plan) {
    return new SyncRequest(direction, rules, plan, effect, message, look, part);
  }

  /// The same with another effect.
  public SyncRequest acting(Effect other) {
    return new SyncRequest(direction, rules, acceptance, other, message, look, part);
  }

  /// The same with a message for the commit.
  public SyncRequest saying(String text) {
    return new SyncRequest(direction, rules, acceptance, effect, text, look, part);
  }

  /// The same, looking otherwise.
  public SyncRequest looking(Look other) {
    return new SyncRequest(direction, rules, acceptance, effect, message, other, part);
  }

  /// The same, about some tables only. What an application wrote into several tables at once is
  /// then taken apart.
  public SyncRequest about(TableChoice tables) {
    return about(new Part(tables, part.extent(), part.safekeeping()));
  }

  /// The same, about another part of the project.
  public SyncRequest about(Extent extent) {
    return about(extent, part.safekeeping());
  }

  /// The same, about another part of the project.
  ///
  /// @param safekeeping keeps what [Extent#ROWS_OF_PROJECT] writes over
  public SyncRequest about(Extent extent, Safekeeping safekeeping) {
    return about(new Part(part.tables(), extent, safekeeping));
  }

  private SyncRequest about(Part other) {
    return new SyncRequest(direction, rules, acceptance, effect, message, look, other);
  }

  /// How what both sides changed is decided.
  ///
  /// @param files for a path
  /// @param rows for a row
  public record Rules(Function<TreePath, Strategy> files, RecordRules rows) {}

  /// How much of a project a sync is about.
  ///
  /// @param tables which tables
  /// @param extent whether there is more than tables
  /// @param safekeeping keeps what is written over, where the extent says that something is
  public record Part(TableChoice tables, Extent extent, Safekeeping safekeeping) {
    /// Whether what databases have otherwise than the project is written over.
    boolean isWrittenOver() {
      return extent == Extent.ROWS_OF_PROJECT;
    }
  }

  /// Whether a sync acts.
  public enum Effect {
    /// It does what it finds to do.
    REAL,
    /// It only says what it would do.
    PREVIEW
  }
}
