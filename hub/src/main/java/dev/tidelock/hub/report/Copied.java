package dev.tidelock.hub.report;

/// How much a backup copied.
///
/// @param packs how many packs
/// @param bytes their length
public record Copied(long packs, long bytes) {}
