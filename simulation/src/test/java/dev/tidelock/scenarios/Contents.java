package dev.tidelock.scenarios;

import dev.tidelock.core.Bytes;
import java.util.Random;

/// Contents for files.
final class Contents {
  private Contents() {}

  /// Bytes that no compression makes smaller and no merge understands.
  static Bytes binary(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    bytes[0] = 0;
    return Bytes.wrap(bytes);
  }
}
