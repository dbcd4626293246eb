package dev.tidelock.core.tree;

/// One entry of a directory.
///
/// @param name its name, acceptable to [dev.tidelock.core.name.Names]
/// @param entry what the name stands for
public record NamedEntry(String name, Entry entry) {}
