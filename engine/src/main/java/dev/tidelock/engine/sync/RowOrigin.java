package dev.tidelock.engine.sync;

import dev.tidelock.core.tree.DeviceId;
import java.util.Optional;

/// Who wrote a version of a row, as far as the history that is kept here tells.
///
/// @param author who
/// @param device where
/// @param time when, in milliseconds since 1970
public record RowOrigin(Optional<String> author, Optional<DeviceId> device, Optional<Long> time) {
  /// Nothing is known.
  static final RowOrigin UNKNOWN =
      new RowOrigin(Optional.empty(), Optional.empty(), Optional.empty());
}
