package dev.tidelock.engine.guard;

import dev.tidelock.core.name.TreePath;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The paths that a guard holds back: they stay as they are until a person decides. Every question
/// costs the depth of a path or the logarithm of their number.
///
/// @param paths the paths, in order
public record HeldBack(NavigableSet<TreePath> paths) {
  /// Nothing.
  public static final HeldBack NOTHING = new HeldBack(new TreeSet<>());

  public HeldBack {
    paths = Collections.unmodifiableNavigableSet(new TreeSet<>(paths));
  }

  static HeldBack of(Set<TreePath> paths) {
    return new HeldBack(new TreeSet<>(paths));
  }

  /// Whether nothing is held back.
  public boolean isEmpty() {
    return paths.isEmpty();
  }

  /// Whether a path is held back.
  public boolean contains(TreePath path) {
    return paths.contains(path);
  }

  /// Whether a path is held back, or something below it.
  public boolean reachesInto(TreePath path) {
    TreePath next = paths.ceiling(path);
    return next != null && next.startsWith(path);
  }

  /// Whether a path is held back, or something above it.
  public boolean covers(TreePath path) {
    Optional<TreePath> here = paths.isEmpty() ? Optional.empty() : Optional.of(path);
    while (here.isPresent() && !paths.contains(here.get())) {
      here = here.get().parent();
    }
    return here.isPresent();
  }
}
