package dev.tidelock.hub.bus;

import dev.tidelock.core.object.ObjectId;

/// That a branch stands somewhere: a hint, never more.
///
/// @param branch the branch
/// @param head where it stands
/// @param sequence the number of the move that brought it there
public record Announcement(String branch, ObjectId head, long sequence) {}
