package dev.tidelock.engine.sync;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.shown.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Directories that the project let go of, and that stayed on the disk because something was in
/// them that is none of the project's. Once that is gone they go, too.
final class LeftOverDirectories {
  private final Stores stores;

  LeftOverDirectories(Stores stores) {
    this.stores = stores;
  }

  /// Removes those in which nothing is any more. They are forgotten only once they are gone
  /// durably: what stands there without being known is somebody's new directory.
  void tidy(Collection<TreePath> seen) {
    List<TreePath> deepestFirst = new ArrayList<>(seen);
    deepestFirst.sort(Comparator.<TreePath>naturalOrder().reversed());
    List<TreePath> gone = deepestFirst.stream().filter(this::remove).toList();
    if (gone.isEmpty()) {
      return;
    }
    stores.files().barrier(gone);
    stores.state.write(batch -> gone.forEach(path -> stores.shown.remove(batch, path)));
  }

  private boolean remove(TreePath path) {
    Optional<Stat> then = stores.shown.get(path).filter(LeftOverDirectories::is).map(Shown::stat);
    try {
      if (then.isEmpty() || inProject(path) || !stands(path, then.get())) {
        return false;
      }
      stores.files().removeDirectory(path);
      return true;
    } catch (FileFailure _) {
      // Mostly something is in it; whatever else it is, the directory harms nobody.
      return false;
    }
  }

  private static boolean is(Shown shown) {
    return shown instanceof Shown.Directory directory
        && directory.standing() == Shown.Standing.LEFT_OVER;
  }

  private boolean inProject(TreePath path) {
    return stores.trees.find(stores.shownTree(), path).isPresent();
  }

  /// Whether it is the very directory that was left: another one is its user's.
  private boolean stands(TreePath path, Stat then) {
    return stores
        .files()
        .stat(path)
        .filter(now -> now.inode() == then.inode() && now.birth().equals(then.birth()))
        .isPresent();
  }
}
