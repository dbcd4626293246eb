package dev.tidelock.core.merge;

import dev.tidelock.core.content.ContentMerger;
import dev.tidelock.core.name.TreePath;
import java.util.function.Function;

/// What a merge of trees needs to know beyond the trees.
///
/// @param strategies the strategy of a path in the merged tree
/// @param mergers the way to merge two versions of a file with this name
/// @param firstOrigin who brought in what the first side has at a path of that side
/// @param secondOrigin who brought in what the second side has at a path of that side
/// @param contents the bytes of files
public record MergeSettings(
    Function<TreePath, Strategy> strategies,
    Function<String, ContentMerger> mergers,
    Function<TreePath, Origin> firstOrigin,
    Function<TreePath, Origin> secondOrigin,
    FileContents contents) {}
