package dev.tidelock.cli.sync;

import dev.tidelock.core.merge.Strategy;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.record.merge.RecordRules;
import dev.tidelock.engine.scan.Look;
import dev.tidelock.engine.sync.Direction;
import dev.tidelock.engine.sync.Extent;
import dev.tidelock.engine.sync.Safekeeping;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.engine.sync.TableChoice;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.SettingsFile;
import dev.tidelock.workspace.settings.Settings;
import dev.tidelock.workspace.settings.WorkspaceMapping;
import java.util.Optional;
import java.util.function.Function;

/// What a person asked a sync to do, with the settings taken into account.
///
/// @param direction which way
/// @param strategies how paths are decided that both sides changed
/// @param acceptance the hash of a held-back set that may pass
/// @param effect whether anything really happens
/// @param look how the disk is looked at
/// @param extent how much of the project is meant
/// @param tables which tables are meant
/// @param rows how rows are decided that both sides changed
/// @param safekeeping keeps what is written over
public record SyncOrder(
    Direction direction,
    Function<TreePath, Strategy> strategies,
    Optional<String> acceptance,
    SyncRequest.Effect effect,
    Look look,
    Extent extent,
    TableChoice tables,
    RecordRules rows,
    Safekeeping safekeeping) {
  /// An order to look at everything.
  public SyncOrder(
      Direction direction,
      Function<TreePath, Strategy> strategies,
      Optional<String> acceptance,
      SyncRequest.Effect effect,
      RecordRules rows) {
    this(
        direction,
        strategies,
        acceptance,
        effect,
        Look.ONCE,
        Extent.EVERYTHING,
        TableChoice.ALL,
        rows,
        Safekeeping.NONE);
  }

  /// A real sync as the settings of a workspace have it.
  public static SyncOrder usual(Place place, Settings settings) {
    return new SyncOrder(
        direction(place, settings),
        settings.strategies(),
        Optional.empty(),
        SyncRequest.Effect.REAL,
        settings.rowRules(Optional.empty()));
  }

  /// The direction that the settings have for a workspace.
  public static Direction direction(Place place, Settings settings) {
    return SettingsFile.mapping(place, settings)
        .flatMap(WorkspaceMapping::direction)
        .orElse(Direction.BOTH);
  }

  /// The same, looking otherwise.
  public SyncOrder looking(Look other) {
    return new SyncOrder(
        direction, strategies, acceptance, effect, other, extent, tables, rows, safekeeping);
  }

  /// The same without an acceptance, which holds for one sync.
  public SyncOrder withoutAcceptance() {
    return new SyncOrder(
        direction, strategies, Optional.empty(), effect, look, extent, tables, rows, safekeeping);
  }

  /// The same about another part of the project.
  public SyncOrder about(Extent other, TableChoice chosen) {
    return new SyncOrder(
        direction, strategies, acceptance, effect, look, other, chosen, rows, safekeeping);
  }

  /// The same for rows as the project has them, whatever databases have.
  ///
  /// @param keeping keeps what is written over
  public SyncOrder replacing(Safekeeping keeping) {
    return new SyncOrder(
        direction,
        strategies,
        acceptance,
        effect,
        look,
        Extent.ROWS_OF_PROJECT,
        tables,
        rows,
        keeping);
  }

  SyncRequest request() {
    return new SyncRequest(direction, strategies, acceptance, effect, "", look)
        .about(tables)
        .with(rows)
        .about(extent, safekeeping);
  }
}
