package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.EntryCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Compares states path by path. What goes at one path and comes with an equal value at another is
/// shown as renamed.
final class Comparison {
  private final Stores stores;

  Comparison(Stores stores) {
    this.stores = stores;
  }

  List<PathDiff> between(Revision from, Revision to, Optional<TreePath> path) {
    List<PathDiff> all = between(tree(from), tree(to));
    return path.map(only ->
            all.stream()
                .filter(diff ->
                    diff.path().startsWith(only)
                        || diff.renamedFrom().filter(it -> it.startsWith(only)).isPresent())
                .toList())
        .orElse(all);
  }

  List<PathDiff> between(Entry.Directory before, Entry.Directory after) {
    SortedMap<TreePath, Entry> gone = new TreeMap<>();
    SortedMap<TreePath, Entry> added = new TreeMap<>();
    List<PathDiff> diffs = new ArrayList<>();
    stores.trees.diff(
        before,
        after,
        (path, was, is) -> {
          if (was.isPresent() && is.isPresent() && leafy(was.get()) && leafy(is.get())) {
            if (!was.get().sameAs(is.get())) {
              diffs.add(new PathDiff(path, PathDiff.What.MODIFIED, was, is, Optional.empty()));
            }
          } else {
            was.ifPresent(entry -> spread(path, entry, gone));
            is.ifPresent(entry -> spread(path, entry, added));
          }
        });
    pair(gone, added, diffs);
    gone.forEach((path, entry) ->
        diffs.add(
            new PathDiff(
                path,
                PathDiff.What.DELETED,
                Optional.of(entry),
                Optional.empty(),
                Optional.empty())));
    added.forEach((path, entry) ->
        diffs.add(
            new PathDiff(
                path,
                PathDiff.What.ADDED,
                Optional.empty(),
                Optional.of(entry),
                Optional.empty())));
    diffs.sort(Comparator.comparing(PathDiff::path));
    return diffs;
  }

  private Entry.Directory tree(Revision revision) {
    return switch (revision) {
      case Revision.Of of -> stores.history.tree(of.commit());
      case Revision.Nothing _ -> stores.trees.empty();
      case Revision.Disk _ ->
          new LocalWork(stores).find(SyncRequest.usual(), Progress.NONE).disk().tree();
    };
  }

  private void spread(TreePath path, Entry entry, Map<TreePath, Entry> into) {
    if (entry instanceof Entry.Directory directory) {
      if (directory.summary().entries() == 0) {
        into.put(path, entry);
      }
      stores.trees.below(
          path,
          directory,
          (below, inner) -> {
            if (leafy(inner)) {
              into.put(below, inner);
            }
          });
    } else {
      into.put(path, entry);
    }
  }

  private static void pair(
      SortedMap<TreePath, Entry> gone, SortedMap<TreePath, Entry> added, List<PathDiff> diffs) {
    Map<Bytes, Deque<TreePath>> sources = new HashMap<>();
    gone.forEach((path, entry) ->
        value(entry)
            .ifPresent(value -> sources.computeIfAbsent(value, _ -> new ArrayDeque<>()).add(path)));
    for (Map.Entry<TreePath, Entry> each : List.copyOf(added.entrySet())) {
      Optional<TreePath> from = value(each.getValue()).map(sources::get).map(Deque::poll);
      if (from.isPresent()) {
        added.remove(each.getKey());
        diffs.add(
            new PathDiff(
                each.getKey(),
                PathDiff.What.RENAMED,
                Optional.ofNullable(gone.remove(from.get())),
                Optional.of(each.getValue()),
                from));
      }
    }
  }

  private static Optional<Bytes> value(Entry entry) {
    return entry instanceof Entry.File file && file.size() > 0
        ? Optional.of(EntryCodec.identity(file))
        : Optional.empty();
  }

  private static boolean leafy(Entry entry) {
    return !(entry instanceof Entry.Directory);
  }
}
