package dev.tidelock.core.record.merge;

import dev.tidelock.core.record.Stamp;

/// When and where the two sides of a merge were written: what a deletion is stamped with, of which
/// nothing else is left.
///
/// @param first the stamp of the first side's commit
/// @param second the stamp of the second side's commit
public record MergeStamps(Stamp first, Stamp second) {}
