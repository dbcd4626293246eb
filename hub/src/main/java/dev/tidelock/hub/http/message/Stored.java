package dev.tidelock.hub.http.message;

/// What came of an object stream.
///
/// @param stored how many objects are durable now
public record Stored(long stored) {}
