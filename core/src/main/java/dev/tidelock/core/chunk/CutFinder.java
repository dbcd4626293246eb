package dev.tidelock.core.chunk;

import java.util.OptionalInt;

/// The search for the places at which a stream of bytes is cut into chunks, by FastCDC (Xia et al.,
/// "FastCDC: a Fast and Efficient Content-Defined Chunking Approach", USENIX ATC 2016).
///
/// A chunk ends where the gear hash of the bytes before has enough leading zero bits: more than
/// usual until the chunk has reached [#AVERAGE] bytes, fewer after (normalised chunking, level 2),
/// never before [#MIN] bytes, which are not even hashed, and always at [#MAX]. So the cuts are a
/// function of the bytes and the gear alone, however the stream comes in pieces, and after an
/// insertion they fall back into step within a few chunks.
///
/// Keeps no bytes. Not safe for use by several threads.
public final class CutFinder {
  /// The fewest bytes of a chunk that is not the last.
  public static final int MIN = 1 << 14;

  /// About the mean number of bytes of a chunk.
  public static final int AVERAGE = 1 << 16;

  /// The most bytes of a chunk.
  public static final int MAX = 1 << 18;

  private static final int AVERAGE_BITS = Integer.numberOfTrailingZeros(AVERAGE);
  private static final int NORMALISATION = 2;

  // The highest bits, because they depend on the most bytes.
  private static final long STRICT = -1L << (Long.SIZE - AVERAGE_BITS - NORMALISATION);
  private static final long LOOSE = -1L << (Long.SIZE - AVERAGE_BITS + NORMALISATION);

  private final Gear gear;

  /// How many bytes of the chunk so far have been seen.
  private int length;

  /// The hash of those beyond the first [#MIN].
  private long hash;

  /// At the start of a stream.
  public CutFinder(Gear gear) {
    this.gear = gear;
  }

  /// Goes on with the next bytes of the stream, up to the end of the current chunk.
  ///
  /// @return how many of these bytes belong to the chunk that ends in them, at least 1; the next
  ///   call goes on with the byte after. Empty if the chunk does not end in them: then the next
  ///   call goes on after all of them
  public OptionalInt next(byte[] bytes, int offset, int count) {
    int end = offset + Math.min(count, MAX - length);
    int position = offset + Math.min(end - offset, Math.max(0, MIN - length));
    // Where in the array the chunk reaches its average size.
    int average = Math.clamp((long) offset + AVERAGE - length, position, end);
    int cut = scan(bytes, position, average, STRICT);
    if (cut < 0) {
      cut = scan(bytes, average, end, LOOSE);
    }
    if (cut < 0 && length + (end - offset) == MAX) {
      cut = end;
    }
    if (cut < 0) {
      length += count;
      return OptionalInt.empty();
    }
    restart();
    return OptionalInt.of(cut - offset);
  }

  /// Forgets the chunk begun: the next byte begins another.
  void restart() {
    length = 0;
    hash = 0;
  }

  /// Hashes `bytes[from, to)` up to the first that ends the chunk, and returns the index after it,
  /// or -1.
  private int scan(byte[] bytes, int from, int to, long mask) {
    long rolling = hash;
    for (int i = from; i < to; i++) {
      rolling = gear.roll(rolling, bytes[i]);
      if ((rolling & mask) == 0) {
        return i + 1;
      }
    }
    hash = rolling;
    return -1;
  }
}
