package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.engine.port.Randomness;
import java.util.Optional;

/// The name of a pack in a workspace's store: random, never used twice.
///
/// @param bytes exactly [#SIZE] bytes
record PackName(Bytes bytes) implements Comparable<PackName> {
  static final int SIZE = 8;
  static final String FINAL = ".pack";
  static final String TEMPORARY = ".tmp";

  PackName {
    if (bytes.size() != SIZE) {
      throw new MalformedException("a pack's name has 8 bytes, not " + bytes.size());
    }
  }

  static PackName random(Randomness randomness) {
    return new PackName(randomness.next(SIZE));
  }

  /// The name that a file's name ending in `suffix` holds, if it holds one.
  static Optional<PackName> ofFile(String file, String suffix) {
    String digits = file.endsWith(suffix) ? file.replace(suffix, "") : "";
    return digits.matches("[0-9a-f]{16}")
        ? Optional.of(new PackName(Bytes.hex(digits)))
        : Optional.empty();
  }

  @Override
  public int compareTo(PackName other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public String toString() {
    return bytes.toHex();
  }
}
