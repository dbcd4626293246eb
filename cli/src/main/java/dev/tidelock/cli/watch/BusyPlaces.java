package dev.tidelock.cli.watch;

import dev.tidelock.core.name.TreePath;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/// Directories in which something would not stand still. They are looked at again some time after
/// the first of them was found, whatever other rounds come in between. For one thread.
final class BusyPlaces {
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private Set<TreePath> places = new HashSet<>();
  private OptionalLong due = OptionalLong.empty();

  /// When they are to be looked at, by the monotonic clock; nothing if there are none.
  OptionalLong due() {
    return due;
  }

  /// Hands out all of them to a round that looks at them.
  Set<TreePath> take() {
    Set<TreePath> taken = places;
    places = new HashSet<>();
    due = OptionalLong.empty();
    return taken;
  }

  /// Takes in some that a round found, or could not look at.
  ///
  /// @param now the monotonic time
  void found(Collection<TreePath> directories, long now) {
    places.addAll(directories);
    if (due.isEmpty() && !places.isEmpty()) {
      due = OptionalLong.of(now + PATIENCE.toNanos());
    }
  }
}
