package dev.tidelock.workspace.settings;

import dev.tidelock.engine.sync.Direction;
import java.util.Optional;

/// What the settings say of one directory and its place in the cloud.
///
/// @param local the directory, as written
/// @param cloud the project's id or name, if it is written
/// @param watch whether it may be watched
/// @param autoSync whether it may sync without being asked each time
/// @param direction which way it syncs, if it is written
public record WorkspaceMapping(
    String local,
    Optional<String> cloud,
    boolean watch,
    boolean autoSync,
    Optional<Direction> direction) {}
