package dev.tidelock.engine.history;

import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.name.TreePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Operations on lists of simultaneous renames, where the pair with the longest prefix applies.
public final class RenameLists {
  private RenameLists() {}

  /// Where what is at `path` before the renames is after them.
  public static TreePath apply(List<Rename> renames, TreePath path) {
    return renames.stream()
        .filter(rename -> path.startsWith(rename.from()))
        .max(Comparator.comparing(Rename::from))
        .map(rename -> path.rebase(rename.from(), rename.to()))
        .orElse(path);
  }

  /// The renames that lead back.
  public static List<Rename> invert(List<Rename> renames) {
    return renames.stream().map(rename -> new Rename(rename.to(), rename.from())).toList();
  }

  /// The renames that do what `first` and then `second` do.
  public static List<Rename> compose(List<Rename> first, List<Rename> second) {
    if (first.isEmpty() || second.isEmpty()) {
      return first.isEmpty() ? second : first;
    }
    List<Rename> composed = new ArrayList<>();
    Set<TreePath> sources = new HashSet<>();
    for (Rename rename : first) {
      sources.add(rename.from());
      composed.add(new Rename(rename.from(), apply(second, rename.to())));
    }
    List<Rename> back = invert(first);
    for (Rename rename : second) {
      TreePath origin = apply(back, rename.from());
      if (sources.add(origin)) {
        composed.add(new Rename(origin, rename.to()));
      }
    }
    composed.removeIf(rename -> rename.from().equals(rename.to()) && redundant(rename, composed));
    return composed;
  }

  /// Whether a pair that changes nothing is within no pair that would.
  private static boolean redundant(Rename still, List<Rename> all) {
    return all.stream()
        .noneMatch(other -> !other.equals(still) && still.from().startsWith(other.from()));
  }
}
