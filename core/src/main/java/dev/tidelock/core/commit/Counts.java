package dev.tidelock.core.commit;

import dev.tidelock.core.MalformedException;

/// What a commit holds and what it changed against its first parent. None is negative.
///
/// @param files the files in its tree, conflicts included
/// @param bytes their size
/// @param added files, links and conflicts that are new
/// @param modified those whose value changed
/// @param deleted those that are gone
/// @param renamed things at another place: a moved directory counts once
public record Counts(
    long files, long bytes, long added, long modified, long deleted, long renamed) {
  public Counts {
    if (files < 0 || bytes < 0 || added < 0 || modified < 0 || deleted < 0 || renamed < 0) {
      throw new MalformedException("a commit's counts are never negative");
    }
  }
}
