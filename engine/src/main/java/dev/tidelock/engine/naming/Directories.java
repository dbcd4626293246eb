package dev.tidelock.engine.naming;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Stat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The names in the directories of a disk, as they were when each was last listed, as long as its
/// state says that nothing in it changed since. One thread.
///
/// Where a disk's times are coarse, a change by somebody else can be missed until the directory is
/// listed the next time, as it is by every scan. A name that is taken for another till then leads
/// to a file that is looked at before it is displaced, or is refused by the disk.
final class Directories {
  private static final int KEPT = 256;

  private final FileSystem disk;
  private final NameTraits traits;
  private final LinkedHashMap<TreePath, Known> known = new LinkedHashMap<>(16, 0.75f, true);

  private record Known(DirectoryNames names, Stat stat) {}

  /// A directory that was listed.
  record Listed(Listing listing, DirectoryNames names) {}

  Directories(FileSystem disk, NameTraits traits) {
    this.disk = disk;
    this.traits = traits;
  }

  /// The names in a directory.
  ///
  /// @param directory its path on the disk
  DirectoryNames names(TreePath directory) {
    Known before = known.get(directory);
    if (before != null && disk.stat(directory).filter(before.stat()::equals).isPresent()) {
      return before.names();
    }
    return list(directory).names();
  }

  /// Lists a directory anew.
  ///
  /// @param directory its path on the disk
  Listed list(TreePath directory) {
    known.remove(directory);
    Stat stat =
        disk.stat(directory)
            .orElseThrow(
                () -> new FileFailure(FileFailure.Reason.MISSING, directory, "no such directory"));
    Listing listing = disk.list(directory);
    List<String> shown = new ArrayList<>();
    listing.items().forEach(item -> shown.add(item.name()));
    for (Listing.Unreadable item : listing.unreadable()) {
      if (item.reason() != FileFailure.Reason.UNDECODABLE) {
        shown.add(item.shownName());
      }
    }
    DirectoryNames names = new DirectoryNames(traits, shown);
    keep(directory, new Known(names, stat));
    return new Listed(listing, names);
  }

  private void keep(TreePath directory, Known names) {
    known.put(directory, names);
    if (known.size() > KEPT) {
      known.remove(known.firstEntry().getKey());
    }
  }

  /// A name was put into a directory here.
  void added(TreePath path) {
    TreePath directory = path.parent().orElseThrow();
    Known before = known.remove(directory);
    if (before != null) {
      before.names().add(path.name());
      again(directory, before.names());
    }
  }

  /// A name was taken out of a directory here.
  void removed(TreePath path) {
    TreePath directory = path.parent().orElseThrow();
    Known before = known.remove(directory);
    if (before != null) {
      before.names().remove(path.name());
      again(directory, before.names());
    }
  }

  private void again(TreePath directory, DirectoryNames names) {
    try {
      disk.stat(directory).ifPresent(stat -> keep(directory, new Known(names, stat)));
    } catch (FileFailure _) {
      // What was done is done; the directory is listed anew when it is needed.
    }
  }

  /// Forgets a directory: something in it is not as it was known.
  void forget(TreePath directory) {
    known.remove(directory);
  }
}
