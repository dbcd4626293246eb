package dev.tidelock.engine.port;

import dev.tidelock.core.Bytes;

/// A source of bytes that nobody can guess.
public interface Randomness {
  /// `size` fresh bytes.
  Bytes next(int size);
}
