package dev.tidelock.hub.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.ProjectId;

/// A project that the hub keeps.
///
/// @param number what the tables call it
/// @param id its id
/// @param owner the account that it belongs to
/// @param genesis its genesis, as `docs/format.md` says
/// @param bytes how many bytes its objects take
/// @param generation how often objects were taken away from it
public record Project(
    long number, ProjectId id, String owner, Bytes genesis, long bytes, long generation) {}
