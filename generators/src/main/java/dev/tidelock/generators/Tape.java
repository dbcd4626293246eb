package dev.tidelock.generators;

import java.util.ArrayList;
import java.util.List;

/// The random choices of one case: a SplitMix64 stream (Steele, Lea, Flood: "Fast Splittable
/// Pseudorandom Number Generators", 2014) that yields the same values from the same seed on every
/// machine and JDK. Not safe for use by several threads.
public final class Tape {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private final long seed;
  private long state;

  private Tape(long seed) {
    this.seed = seed;
    this.state = seed;
  }

  public static Tape of(long seed) {
    return new Tape(seed);
  }

  /// The seed this tape started from, whatever has been drawn since.
  public long seed() {
    return seed;
  }

  public long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  /// A whole number in `[0, bound)`; `bound` is at least 1.
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound must be at least 1: " + bound);
    }
    // Multiply-shift: the bias is below bound / 2^32, of no weight in a test.
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /// A whole number in `[low, high]`, both ends included.
  public int nextInt(int low, int high) {
    if (low > high) {
      throw new IllegalArgumentException("empty range: " + low + " to " + high);
    }
    long width = (long) high - low + 1;
    return (int) (low + Long.remainderUnsigned(nextLong(), width));
  }

  /// A whole number in `[0, limit)` that is small more often than large: every power of two below
  /// the limit is as likely as the others. Right for sizes, where the edges are at the small end.
  public int nextSize(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1: " + limit);
    }
    int bits = nextInt(Integer.SIZE - Integer.numberOfLeadingZeros(limit - 1) + 1);
    return (int) Math.min(limit - 1L, bits == 0 ? 0 : nextLong() >>> (Long.SIZE - bits));
  }

  public boolean nextBoolean() {
    return nextLong() < 0;
  }

  /// True with the given probability, which is in `[0, 1]`.
  public boolean chance(double probability) {
    return (nextLong() >>> 11) * 0x1.0p-53 < probability;
  }

  /// Fresh bytes, as many as asked for.
  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i += Long.BYTES) {
      long word = nextLong();
      for (int j = i; j < Math.min(length, i + Long.BYTES); j++) {
        bytes[j] = (byte) word;
        word >>>= Byte.SIZE;
      }
    }
    return bytes;
  }

  /// Text whose characters are drawn from `alphabet`, in UTF-16 units.
  public String text(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /// One of the elements, each equally likely; `choices` is not empty.
  public <T> T pick(List<T> choices) {
    return choices.get(nextInt(choices.size()));
  }

  /// One of the arguments, each equally likely.
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final <T> T pick(T first, T... others) {
    int index = nextInt(others.length + 1);
    return index == 0 ? first : others[index - 1];
  }

  /// The same elements in a fresh order; the argument stays as it is (Fisher and Yates).
  public <T> List<T> shuffle(List<T> elements) {
    List<T> shuffled = new ArrayList<>(elements);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      T held = shuffled.get(i);
      shuffled.set(i, shuffled.get(j));
      shuffled.set(j, held);
    }
    return shuffled;
  }

  /// A tape of its own, so that what is drawn from it leaves this one's later values unchanged.
  public Tape fork() {
    return new Tape(nextLong());
  }

  static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
