package dev.tidelock.core.merge;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.tree.Directories;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What two commits are merged against.
///
/// Where their histories parted at one commit, it is that commit's tree. Where they parted at
/// several (each side has merged the other's work before), these are merged first, as git does, and
/// nobody is told; a conflict that this opens is one that both sides met before, so what either
/// made of it since, a resolution too, is a change of it. Where there is none, or its tree is not
/// kept any more, it is the empty tree.
///
/// @param tree the tree
/// @param toFirst what was moved from it to the first commit's files
/// @param toSecond what was moved from it to the second commit's files
/// @param joinedFrom what was moved from it to each of the trees that it was merged from; none if
///   it is a commit's
public record CommonBase(
    Entry.Directory tree, Renames toFirst, Renames toSecond, List<Renames> joinedFrom) {
  public CommonBase {
    joinedFrom = List.copyOf(joinedFrom);
  }

  /// How often histories may have crossed before the search for a better base is given up and one
  /// of several taken.
  private static final int MAX_CROSSINGS = 16;

  /// Finds it.
  ///
  /// @param settings how contents are merged where several bases are; strategies do not count
  /// @param sink takes the directories of a merged base
  public static CommonBase of(
      CommitHistory history,
      ObjectId first,
      ObjectId second,
      MergeSettings settings,
      Directories directories,
      ObjectSink sink) {
    MergeSettings silent =
        new MergeSettings(
            _ -> Strategy.MERGE,
            settings.mergers(),
            settings.firstOrigin(),
            settings.secondOrigin(),
            settings.contents());
    return new Search(history, silent, directories, sink).between(first, second, 0);
  }

  /// A tree that stands for one or several commits.
  ///
  /// @param tree the tree
  /// @param from what was moved from each of the commits to the tree
  private record Joined(Entry.Directory tree, Map<ObjectId, Renames> from) {}

  private record Search(
      CommitHistory history, MergeSettings settings, Directories directories, ObjectSink sink) {
    CommonBase between(ObjectId first, ObjectId second, int crossings) {
      List<ObjectId> bases =
          MergeBases.between(history, first, second).stream()
              .filter(base -> history.files(base).isPresent())
              .limit(crossings < MAX_CROSSINGS ? Long.MAX_VALUE : 1)
              .toList();
      if (bases.isEmpty()) {
        Entry.Directory empty = directories.empty(sink).entry();
        return new CommonBase(empty, Renames.of(List.of()), Renames.of(List.of()), List.of());
      }
      Joined joined = joined(bases, crossings);
      List<Renames> joinedFrom =
          bases.size() == 1
              ? List.of()
              : joined.from().values().stream().map(Renames::inverted).toList();
      return new CommonBase(
          joined.tree(), renames(joined, bases, first), renames(joined, bases, second), joinedFrom);
    }

    private Joined joined(List<ObjectId> bases, int crossings) {
      ObjectId start = bases.getFirst();
      Map<ObjectId, Renames> from = new HashMap<>();
      from.put(start, Renames.of(List.of()));
      Entry.Directory tree = history.files(start).orElseThrow();
      for (ObjectId next : bases.subList(1, bases.size())) {
        CommonBase below = between(start, next, crossings + 1);
        Entry.Directory other = history.files(next).orElseThrow();
        Renames toTree =
            Renames.along(
                in(Optional.of(below.tree())),
                List.of(
                    new Renames.Step(below.toFirst(), in(history.files(start))),
                    new Renames.Step(from.getOrDefault(start, Renames.of(List.of())), in(tree))));
        MergeResult result =
            TreeMerge.merge(
                new CommonBase(below.tree(), toTree, below.toSecond(), below.joinedFrom()),
                tree,
                other,
                settings,
                directories,
                sink);
        Entry.Directory before = tree;
        tree = result.tree();
        Renames.Step last = new Renames.Step(Renames.of(result.fromFirst()), in(tree));
        from.replaceAll((commit, renames) ->
            Renames.along(
                in(history.files(commit)), List.of(new Renames.Step(renames, in(before)), last)));
        from.put(next, Renames.of(result.fromSecond()));
      }
      return new Joined(tree, from);
    }

    /// The renames from a joined base to a side, by way of each of its commits in turn.
    private Renames renames(Joined joined, List<ObjectId> bases, ObjectId side) {
      Renames all = Renames.of(List.of());
      for (ObjectId base : bases) {
        List<Renames.Step> steps = new ArrayList<>();
        Renames toTree = joined.from().getOrDefault(base, Renames.of(List.of()));
        steps.add(new Renames.Step(toTree.inverted(), in(history.files(base))));
        ObjectId parent = base;
        for (ObjectId commit : MergeBases.way(history, base, side).orElse(List.of())) {
          steps.add(new Renames.Step(history.renames(parent, commit), in(history.files(commit))));
          parent = commit;
        }
        all = all.or(Renames.along(in(joined.tree()), steps));
      }
      return all;
    }

    private Predicate<TreePath> in(Entry.Directory root) {
      return in(Optional.of(root));
    }

    /// Whether a tree has a path; where that cannot be told, it is assumed.
    private Predicate<TreePath> in(Optional<Entry.Directory> root) {
      return root.map(
              directory -> {
                Tree tree = new Tree(directory, directories);
                Predicate<TreePath> there = path -> isIn(tree, path);
                return there;
              })
          .orElse(_ -> true);
    }

    private static boolean isIn(Tree tree, TreePath path) {
      try {
        return tree.get(path).isPresent();
      } catch (MissingObjectException _) {
        // Trees of commits in between may be kept in part only, and renames are hints.
        return true;
      }
    }
  }
}
