package dev.tidelock.engine.apply;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Stat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What interrupted runs had built of large files, kept beside the files that are being built so
/// that it need not be fetched again. One file per content: that of the last interrupted run, or of
/// the one before if that had come further. Whoever reads in it checks what it reads.
public final class Leftovers {
  private static final String BUILDING = "building-";
  private static final String KEPT = "kept-";
  private static final int HEX = 2 * ObjectId.SIZE;

  private final FileSystem files;
  private final TreePath directory;

  /// @param files the disk
  /// @param directory where files are built
  public Leftovers(FileSystem files, TreePath directory) {
    this.files = files;
    this.directory = directory;
  }

  /// A name for a file that is being built.
  ///
  /// @param content what will be in it
  /// @param random makes it unique
  static String name(ObjectId content, String random) {
    return BUILDING + content.bytes().toHex() + random;
  }

  /// Where the beginning of a content lies, if it was kept.
  public TreePath place(ObjectId content) {
    return directory.child(KEPT + content.bytes().toHex());
  }

  /// Keeps of what lies around what may be of use, and removes the rest. To be called while nothing
  /// is being built.
  public void sort() {
    List<Listing.Item> items = files.list(directory).items();
    Map<String, Stat> kept = new HashMap<>();
    for (Listing.Item item : items) {
      if (item.name().startsWith(KEPT)) {
        kept.put(item.name(), item.stat());
      }
    }
    Map<String, Stat> next = new HashMap<>();
    for (Listing.Item item : items) {
      if (item.name().startsWith(BUILDING)) {
        String name = KEPT + item.name().substring(BUILDING.length(), BUILDING.length() + HEX);
        Stat best = next.getOrDefault(name, kept.get(name));
        if (best == null || best.size() < item.stat().size()) {
          files.replace(directory.child(item.name()), directory.child(name));
          next.put(name, item.stat());
        } else {
          files.delete(directory.child(item.name()));
          next.put(name, best);
        }
      } else if (!item.name().startsWith(KEPT)) {
        files.delete(directory.child(item.name()));
      }
    }
    if (!next.isEmpty()) {
      kept.keySet().stream()
          .filter(name -> !next.containsKey(name))
          .forEach(name -> files.delete(directory.child(name)));
    }
  }

  /// Removes what was kept of a content: it is there as a whole.
  void drop(ObjectId content) {
    try {
      files.delete(place(content));
    } catch (FileFailure failure) {
      if (failure.reason() != FileFailure.Reason.MISSING) {
        throw failure;
      }
    }
  }

  /// Removes all that was kept: nothing is wanted any more.
  public void clear() {
    for (Listing.Item item : files.list(directory).items()) {
      if (item.name().startsWith(KEPT)) {
        files.delete(directory.child(item.name()));
      }
    }
  }
}
