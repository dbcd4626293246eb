package dev.tidelock.engine.sync;

import dev.tidelock.engine.remote.Remote;

/// A remote under the name by which a workspace knows it.
///
/// @param name the name
/// @param remote the remote
public record RemotePlace(String name, Remote remote) {}
