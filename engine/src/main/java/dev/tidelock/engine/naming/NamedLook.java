package dev.tidelock.engine.naming;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.scan.Look;
import dev.tidelock.engine.scan.Lookout;
import dev.tidelock.engine.scan.Scope;

/// A watch that hints at directories by the disk's own names, seen from a tree.
public final class NamedLook implements Lookout {
  private final Lookout lookout;
  private final NamedFiles files;

  private NamedLook(Lookout lookout, NamedFiles files) {
    this.lookout = lookout;
    this.files = files;
  }

  /// The same look, by the names of the tree.
  public static Look of(Look look, NamedFiles files) {
    return new Look(
        of(look.scope(), files), new NamedLook(look.lookout(), files), look.sightings());
  }

  private static Scope of(Scope scope, NamedFiles files) {
    return switch (scope) {
      case Scope.Everything everything -> everything;
      case Scope.Directories some -> Scope.of(some.paths().stream().map(files::called).toList());
    };
  }

  @Override
  public boolean watches(TreePath directory) {
    return lookout.watches(place(directory));
  }

  @Override
  public void entering(TreePath directory) {
    lookout.entering(place(directory));
  }

  private TreePath place(TreePath directory) {
    try {
      return files.find(directory).orElse(directory);
    } catch (FileFailure _) {
      // Whoever looks there is told what is the matter.
      return directory;
    }
  }
}
