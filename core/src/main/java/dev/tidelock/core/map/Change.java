package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;
import java.util.Optional;

/// The difference between two maps at one key. The two values are never equal.
///
/// @param key the key
/// @param before the value in the first map, if it has the key
/// @param after the value in the second map, if it has the key
/// @param <V> the values of the maps
public record Change<V>(Bytes key, Optional<V> before, Optional<V> after) {}
