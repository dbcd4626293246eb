package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;
import java.util.Optional;

/// The decision of one key that two sides changed differently.
///
/// @param <V> the values of the maps
@FunctionalInterface
public interface EntryMerge<V> {
  /// What stands at the key. `first` and `second` both differ from `base` and from each other;
  /// nothing means that there is no entry.
  Optional<V> merge(Bytes key, Optional<V> base, Optional<V> first, Optional<V> second);
}
