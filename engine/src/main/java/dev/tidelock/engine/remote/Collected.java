package dev.tidelock.engine.remote;

import java.util.Optional;

/// What a collection of garbage at dumb storage came to.
///
/// @param objects objects that were let go
/// @param packs blobs that are gone
/// @param bytes their length
/// @param written bytes of packs that were written instead of others
/// @param waitingPacks packs that are condemned and not deleted yet
/// @param waitingBytes their length, as far as it is known
/// @param young objects that nothing stands on, but that are not known for long enough
/// @param trimmed entries of the log that became stubs
/// @param obstacle why not everything was looked at, if so
public record Collected(
    long objects,
    long packs,
    long bytes,
    long written,
    long waitingPacks,
    long waitingBytes,
    long young,
    long trimmed,
    Optional<String> obstacle) {}
