package dev.tidelock.engine.store;

/// A pack that lies in a workspace's store.
///
/// @param name its name
/// @param length the length of its file in bytes
/// @param index what it holds
record StoredPack(PackName name, long length, PackIndex index) {}
