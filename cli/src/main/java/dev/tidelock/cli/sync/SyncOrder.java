package dev.tidelock.cli.sync;

import dev.tidelock.core.merge.Strategy;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.sync.Direction;
import dev.tidelock.engine.sync.SyncRequest;
import java.util.Optional;
import java.util.function.Function;

/// What a person asked a sync to do, with the settings taken into account.
///
/// @param direction which way
/// @param strategies how paths are decided that both sides changed
/// @param acceptance the hash of a held-back set that may pass
/// @param effect whether anything really happens
public record SyncOrder(
    Direction direction,
    Function<TreePath, Strategy> strategies,
    Optional<String> acceptance,
    SyncRequest.Effect effect) {
  SyncRequest request() {
    return new SyncRequest(direction, strategies, acceptance, effect, "");
  }
}
