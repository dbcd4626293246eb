package dev.tidelock.hub.store;

/// A pack of objects, in the blob store.
///
/// @param number what the tables call it
/// @param project the number of the project that it belongs to
/// @param name the name of the blob
/// @param length its length in bytes; 0 while it is on its way
/// @param listed whether it arrived: the blob is there, and may hold objects
/// @param since when it began to arrive, in milliseconds since 1970
public record PackRow(
    long number, long project, String name, long length, boolean listed, long since) {}
