package dev.tidelock.engine.sync;

/// A row that waits to be decided, and the decision.
///
/// @param conflict the row, as whoever decided saw it
/// @param decision what is to become of it
public record RowChoice(OpenRowConflict conflict, RowDecision decision) {}
