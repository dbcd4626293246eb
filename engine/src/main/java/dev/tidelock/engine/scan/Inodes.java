package dev.tidelock.engine.scan;

import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.shown.Shown;
import dev.tidelock.engine.shown.ShownIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds where something new on the disk was shown before: the same inode, born at the same moment,
/// of the same kind, whose old path is *vacated*, that is, empty or taken by something that moved
/// there itself. Where the file system knows no birth times, an unchanged size and modification
/// time stand in. An inode's number alone proves nothing: it is reused at once.
///
/// A file that an editor moved aside to write a new one under its name is not vacated, and so is no
/// rename: the edit belongs to the name.
final class Inodes {
  private final FileSystem files;
  private final ShownIndex shown;
  private final Map<TreePath, TreePath> found = new HashMap<>();
  private final Set<TreePath> sources = new HashSet<>();
  private final Set<TreePath> standing = new HashSet<>();

  Inodes(FileSystem files, ShownIndex shown) {
    this.files = files;
    this.shown = shown;
  }

  /// What was shown at a path was seen to stand there: a directory, in which more was seen.
  void stands(TreePath path, Stat now) {
    if (now.kind() == Stat.Kind.DIRECTORY) {
      standing.add(path);
    }
  }

  /// Whether what stands at `path` was seen elsewhere just now, and left from there since: what was
  /// seen in it belongs to neither place.
  boolean fled(TreePath path, Stat now) {
    return candidate(path, now)
        .filter(standing::contains)
        .filter(origin -> vacated(path, now, origin))
        .isPresent();
  }

  /// Where what stands at `path` was shown before, if it moved.
  Optional<TreePath> origin(TreePath path, Stat now) {
    Optional<TreePath> origin = candidate(path, now);
    if (origin.isEmpty() || !vacated(path, now, origin.get())) {
      return Optional.empty();
    }
    if (!sources.add(origin.get())) {
      return Optional.ofNullable(found.get(path));
    }
    found.put(path, origin.get());
    return origin;
  }

  /// Whether what was shown at `path` was found elsewhere.
  boolean moved(TreePath path) {
    return sources.contains(path);
  }

  /// All moves found.
  List<Rename> moves() {
    List<Rename> moves = new ArrayList<>();
    found.forEach((to, from) -> moves.add(new Rename(from, to)));
    return moves;
  }

  /// The places in moved directories that something moved out of, and where nothing moved to: what
  /// stands there now is not what was shown. From the top.
  List<TreePath> left() {
    Map<TreePath, TreePath> targets = new HashMap<>();
    found.forEach((to, from) -> targets.put(from, to));
    Set<TreePath> left = new TreeSet<>();
    for (TreePath source : sources) {
      Optional<TreePath> above = source.parent();
      Optional<TreePath> target = Optional.empty();
      while (above.isPresent() && target.isEmpty()) {
        TreePath top = above.get();
        target = Optional.ofNullable(targets.get(top)).map(to -> source.rebase(top, to));
        above = top.parent();
      }
      target.filter(place -> !found.containsKey(place)).ifPresent(left::add);
    }
    return List.copyOf(left);
  }

  private Optional<TreePath> candidate(TreePath path, Stat now) {
    return shown
        .byInode(now)
        .filter(origin -> !origin.equals(path))
        .filter(origin -> shown.get(origin).filter(then -> sameThing(then, now)).isPresent());
  }

  private static boolean sameThing(Shown then, Stat now) {
    Stat stat = then.stat();
    if (stat.inode() != now.inode() || stat.kind() != now.kind()) {
      return false;
    }
    if (stat.birth().isPresent() && now.birth().isPresent()) {
      return stat.birth().equals(now.birth());
    }
    return stat.kind() != Stat.Kind.DIRECTORY
        && stat.size() == now.size()
        && stat.mtime() == now.mtime();
  }

  /// Follows the chain of things that took each other's places; a chain that ends in an empty
  /// place, or where it began, is a set of moves.
  private boolean vacated(TreePath path, Stat now, TreePath origin) {
    Set<TreePath> visited = new HashSet<>();
    TreePath place = origin;
    while (visited.add(place)) {
      Optional<Stat> standing;
      try {
        standing = files.standing(place);
      } catch (FileFailure _) {
        // A place that cannot be looked at is not known to be empty.
        return false;
      }
      if (standing.isEmpty()) {
        return true;
      }
      if (standing.get().inode() == now.inode() && place.equals(origin)) {
        return false;
      }
      Optional<TreePath> next = candidate(place, standing.get());
      if (next.isEmpty()) {
        return false;
      }
      place = next.get();
      if (place.equals(path) || place.equals(origin)) {
        return true;
      }
    }
    return true;
  }
}
