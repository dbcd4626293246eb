package dev.tidelock.core.chunk;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectIdentity;
import java.nio.ByteBuffer;

/// The table of a gear hash: a 64-bit number for each byte value, drawn from a project's seed, so
/// that where its files are cut tells nothing to whoever lacks the seed, and nobody can make up
/// input that is cut badly. Immutable, safe for any thread; made once per project.
///
/// The numbers are read, big-endian and in order of the byte value, from the concatenation of
/// SHA-256(`tidelock gear 0` LF, seed, counter) for counters 0 to 63 in four bytes, big-endian.
public final class Gear {
  /// The length of a seed in bytes.
  public static final int SEED_SIZE = 32;

  private static final Bytes DOMAIN = Bytes.utf8("tidelock gear 0\n");
  private static final int VALUES = 256;

  private final long[] numbers;

  private Gear(long[] numbers) {
    this.numbers = numbers;
  }

  /// The table of a project.
  ///
  /// @param seed the project's seed, [#SEED_SIZE] bytes
  public static Gear of(Bytes seed) {
    if (seed.size() != SEED_SIZE) {
      throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.size());
    }
    Bytes prefix = DOMAIN.concat(seed);
    ByteBuffer stream = ByteBuffer.allocate(VALUES * Long.BYTES);
    for (int counter = 0; stream.hasRemaining(); counter++) {
      byte[] suffix = ByteBuffer.allocate(Integer.BYTES).putInt(counter).array();
      stream.put(ObjectIdentity.sha256(prefix.concat(Bytes.wrap(suffix))).asByteBuffer());
    }
    long[] numbers = new long[VALUES];
    stream.flip().asLongBuffer().get(numbers);
    return new Gear(numbers);
  }

  /// The hash after one more byte than `hash` covers. Bit *n* depends on the last *n* + 1 bytes.
  long roll(long hash, byte next) {
    return (hash << 1) + numbers[next & 0xFF];
  }
}
