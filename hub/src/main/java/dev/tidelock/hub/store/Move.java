package dev.tidelock.hub.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.Remote.Writer;
import java.util.Optional;

/// One move of a head that was made.
///
/// @param sequence its number within the project, from 1
/// @param token random bytes that no other move has
/// @param branch which branch moved
/// @param from from where; nothing if the branch was new
/// @param to to where
/// @param writer who moved it
/// @param time when, in milliseconds since 1970
public record Move(
    long sequence,
    Bytes token,
    String branch,
    Optional<ObjectId> from,
    ObjectId to,
    Writer writer,
    long time) {}
