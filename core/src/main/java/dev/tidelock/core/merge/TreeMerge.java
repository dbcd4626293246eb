package dev.tidelock.core.merge;

import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.tree.Directories;
import dev.tidelock.core.tree.Entry;

/// The three-way merge of directory trees.
///
/// It follows things, not paths. Each side is compared with the base in terms of *nodes*: an entry
/// of the base, wherever recorded renames say it went, or an entry that a side added. Then each
/// node is decided for itself, what it is and where it stands, and the merged tree is put together
/// from the decisions. See `docs/design/merge-of-trees.md`.
///
/// A merge is a function of its arguments; its cost grows with what the sides changed, not with the
/// trees. Conflicts are values in the merged tree.
public final class TreeMerge {
  private TreeMerge() {}

  /// Merges two trees.
  ///
  /// @param base what both were changed from
  /// @param first the first parent: the remote's head, or the target branch
  /// @param second this device's side
  /// @param settings how contents are merged and clashes decided
  /// @param directories the project's directories; reads what was written to the sink
  /// @param sink takes the directories that the merge makes
  /// @throws dev.tidelock.core.MalformedException if a tree is deeper than 400 levels
  /// @throws dev.tidelock.core.object.MissingObjectException if a node that is needed is not there
  public static MergeResult merge(
      Entry.Directory base,
      Side first,
      Side second,
      MergeSettings settings,
      Directories directories,
      ObjectSink sink) {
    return merge(
        base, EarlierPlaces.NONE, first, second, settings, new DirectoryMaps(directories, sink));
  }

  /// Merges the trees of two commits.
  ///
  /// @param base what both were changed from
  /// @param first the first parent's: the remote's head, or the target branch
  /// @param second this device's
  /// @param settings how contents are merged and clashes decided
  /// @param directories the project's directories; reads what was written to the sink
  /// @param sink takes the directories that the merge makes
  /// @throws dev.tidelock.core.MalformedException if a tree is deeper than 400 levels
  /// @throws dev.tidelock.core.object.MissingObjectException if a node that is needed is not there
  public static MergeResult merge(
      CommonBase base,
      Entry.Directory first,
      Entry.Directory second,
      MergeSettings settings,
      Directories directories,
      ObjectSink sink) {
    return merge(
        base.tree(),
        EarlierPlaces.of(base.joinedFrom()),
        new Side(first, base.toFirst().pairs()),
        new Side(second, base.toSecond().pairs()),
        settings,
        new DirectoryMaps(directories, sink));
  }

  private static MergeResult merge(
      Entry.Directory base,
      EarlierPlaces earlier,
      Side first,
      Side second,
      MergeSettings settings,
      DirectoryMaps maps) {
    Nodes nodes = new Nodes(maps, base);
    walk(Which.FIRST, first, maps, nodes);
    walk(Which.SECOND, second, maps, nodes);
    Report report = new Report();
    new Placement(nodes, earlier, report).decide();
    Values values = new Values(settings, report);
    Entry.Directory tree = new Assembly(maps, nodes, values, report).build();
    return new MergeResult(
        tree,
        ResultRenames.from(Which.FIRST, nodes),
        ResultRenames.from(Which.SECOND, nodes),
        report.notes(),
        report.mergedPaths(),
        report.decidedPaths(),
        report.openedPaths());
  }

  private static void walk(Which which, Side side, DirectoryMaps maps, Nodes nodes) {
    RenamePairs pairs = RenamePairs.fitting(maps, nodes.root().directory(), side);
    new SideWalk(which, maps, nodes, pairs).run(side.tree());
  }
}
