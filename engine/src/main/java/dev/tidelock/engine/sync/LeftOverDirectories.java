package dev.tidelock.engine.sync;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

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

  private boolean remove(TreePath directory) {
    try {
      stores.files().removeDirectory(directory);
      return true;
    } catch (FileFailure _) {
      // Mostly something is in it; whatever else it is, the directory harms nobody.
      return false;
    }
  }
}
