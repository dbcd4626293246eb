package dev.tidelock.hub.project;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.Remote.Writer;
import java.util.Optional;

/// One wanted step of a branch.
///
/// @param branch the branch's name
/// @param from its head as the device last saw it; nothing if there was no such branch
/// @param to the new head
/// @param writer who moves it
/// @param acceptance the hash of a set of changes that a person accepted
public record MoveOrder(
    String branch,
    Optional<ObjectId> from,
    ObjectId to,
    Writer writer,
    Optional<String> acceptance) {}
