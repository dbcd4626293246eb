package dev.tidelock.library;

import java.time.Instant;
import java.util.Optional;

/// What a queue holds.
///
/// @param pending how many are tried again
/// @param failed how many are not tried again by themselves
/// @param completed how many were done after all
/// @param next when the next one is tried
public record QueueStats(int pending, int failed, int completed, Optional<Instant> next) {}
