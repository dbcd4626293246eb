package dev.tidelock.core.commit;

/// What a commit holds and what it changed against its first parent. None is negative.
///
/// @param files the files in its tree, conflicts included
/// @param bytes their size
/// @param added files, links and conflicts that are new
/// @param modified those whose value changed
/// @param deleted those that are gone
/// @param renamed things at another place: a moved directory counts once
public record Counts(
    long files, long bytes, long added, long modified, long deleted, long renamed) {}
