package dev.tidelock.engine.port;

import dev.tidelock.core.Bytes;
import java.util.Optional;

/// A way to make bodies of objects smaller.
public interface Compression {
  /// The number that stands for this way in an envelope; 0 is reserved for "not compressed".
  int code();

  /// The smaller form, or nothing where that would save less than a twentieth.
  Optional<Bytes> compress(Bytes plain);

  /// The original of `compressed`, which is known to have `size` bytes.
  ///
  /// @throws dev.tidelock.core.MalformedException if it does not; never allocates more than `size`
  Bytes decompress(Bytes compressed, int size);
}
