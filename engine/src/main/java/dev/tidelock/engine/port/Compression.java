package dev.tidelock.engine.port;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import java.util.Optional;
import java.util.function.Supplier;

/// A way to make bodies of objects smaller.
public interface Compression {
  /// The number that stands for this way in an envelope; 0 is reserved for "not compressed".
  int code();

  /// The smaller form, or nothing where that would save less than a twentieth.
  Optional<Bytes> compress(Bytes plain);

  /// Begins to compress, beside its caller where that can be. What is given back tells the result,
  /// and waits for it if need be.
  default Supplier<Optional<Bytes>> begin(Bytes plain) {
    Optional<Bytes> smaller = compress(plain);
    return () -> smaller;
  }

  /// The original of `compressed`, which is known to have `size` bytes.
  ///
  /// @throws MalformedException if it does not; never allocates more than `size`
  Bytes decompress(Bytes compressed, int size);

  /// What `plain` is beside a `base` that whoever reads it has, too, if this way knows of bases.
  default Optional<Bytes> compress(Bytes plain, Bytes base) {
    return Optional.empty();
  }

  /// The original of what was compressed beside `base`, which is known to have `size` bytes.
  ///
  /// @throws MalformedException if it does not; never allocates more than `size` and `base` have
  default Bytes decompress(Bytes compressed, Bytes base, int size) {
    throw new MalformedException("a compression that knows of no bases");
  }
}
