package dev.tidelock.simulation.world;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.scan.Lookout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Watches directories for one process as the operating system does: each that a scan enters, by
/// itself, until something else takes its place. What changed in it since then, or since it was
/// last told of, is told once.
final class SimWatch implements Lookout {
  private final FileSystem files;
  private final NavigableMap<TreePath, Sight> watched = new TreeMap<>();
  private Set<TreePath> told = Set.of();

  /// What is seen of a directory.
  ///
  /// @param inode which it is
  /// @param items what is in it
  /// @param unreadable what is in it and cannot be known
  private record Sight(long inode, Set<Listing.Item> items, Set<Listing.Unreadable> unreadable) {}

  /// @param files the disk, through no gate
  SimWatch(FileSystem files) {
    this.files = files;
  }

  @Override
  public boolean watches(TreePath directory) {
    return watched.containsKey(directory);
  }

  @Override
  public void entering(TreePath directory) {
    if (!watched.containsKey(directory)) {
      look(directory).ifPresent(sight -> watched.put(directory, sight));
    }
  }

  /// The directories in which something happened since this was last asked.
  Set<TreePath> heard() {
    Set<TreePath> heard = new TreeSet<>();
    List<TreePath> gone = new ArrayList<>();
    for (Map.Entry<TreePath, Sight> each : watched.entrySet()) {
      Optional<Sight> now = look(each.getKey());
      if (now.filter(sight -> sight.inode() == each.getValue().inode()).isEmpty()) {
        gone.add(each.getKey());
      } else if (!now.get().equals(each.getValue())) {
        heard.add(each.getKey());
        each.setValue(now.get());
      }
    }
    for (TreePath directory : gone) {
      watched.tailMap(directory, true).keySet().removeIf(path -> path.startsWith(directory));
    }
    told = Set.copyOf(heard);
    return heard;
  }

  /// What was told last, once more, and what happened since.
  Set<TreePath> again() {
    Set<TreePath> again = new TreeSet<>(told);
    again.addAll(heard());
    return again;
  }

  /// All that is watched, which is what a watch tells that lost count.
  Set<TreePath> watched() {
    heard();
    return new TreeSet<>(watched.keySet());
  }

  private Optional<Sight> look(TreePath directory) {
    try {
      Optional<Stat> stat = files.stat(directory).filter(it -> it.kind() == Stat.Kind.DIRECTORY);
      if (stat.isEmpty()) {
        return Optional.empty();
      }
      Listing listing = files.list(directory);
      return Optional.of(
          new Sight(
              stat.get().inode(), Set.copyOf(listing.items()), Set.copyOf(listing.unreadable())));
    } catch (FileFailure unreadable) {
      return Optional.empty();
    }
  }
}
