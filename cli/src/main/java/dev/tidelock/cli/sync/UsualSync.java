package dev.tidelock.cli.sync;

import dev.tidelock.engine.sync.Direction;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.SettingsFile;
import dev.tidelock.workspace.settings.Settings;
import dev.tidelock.workspace.settings.WorkspaceMapping;
import java.util.Optional;

/// A sync as the settings of a workspace have it.
public final class UsualSync {
  private UsualSync() {}

  /// What is asked for where nobody says otherwise.
  public static SyncRequest request(Place place, Settings settings) {
    return SyncRequest.usual()
        .towards(direction(place, settings))
        .decidingFiles(settings.strategies())
        .decidingRows(settings.rowRules(Optional.empty()));
  }

  /// The direction that the settings have for a workspace.
  public static Direction direction(Place place, Settings settings) {
    return SettingsFile.mapping(place, settings)
        .flatMap(WorkspaceMapping::direction)
        .orElse(Direction.BOTH);
  }
}
