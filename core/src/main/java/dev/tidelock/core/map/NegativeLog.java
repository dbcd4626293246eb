package dev.tidelock.core.map;

/// The natural logarithm of a 64-bit hash, taken as a fraction between 0 and 1, with its sign
/// turned: an exponentially distributed number. All arithmetic is in integers, because results of
/// floating point differ in the last bit between platforms and languages, and here every bit moves
/// a node's end.
final class NegativeLog {
  private static final int FRACTION_BITS = 16;
  private static final int INDEX_BITS = 8;

  /// The natural logarithm of 2, with 16 fractional bits.
  private static final long LN_2 = 45_426;

  /// The binary logarithm of 1 + i/256 for i from 0 to 256, rounded to 16 fractional bits.
  private static final int[] LOG_2 = table();

  private NegativeLog() {}

  /// -ln((hash | 1) / 2^64) with 16 fractional bits; the hash is unsigned.
  static long of(long hash) {
    long odd = hash | 1;
    int zeros = Long.numberOfLeadingZeros(odd);
    long mantissa = odd << zeros;
    int index = (int) (mantissa >>> 63 - INDEX_BITS) & 0xff;
    int between = (int) (mantissa >>> 63 - INDEX_BITS - FRACTION_BITS) & 0xffff;
    int step = LOG_2[index + 1] - LOG_2[index];
    long log = ((63L - zeros) << FRACTION_BITS) + LOG_2[index] + (step * between >> FRACTION_BITS);
    return ((64L << FRACTION_BITS) - log) * LN_2 >> FRACTION_BITS;
  }

  static int log2(int index) {
    return LOG_2[index];
  }

  private static int[] table() {
    int size = 1 << INDEX_BITS;
    int[] table = new int[size + 1];
    for (int i = 0; i < size; i++) {
      table[i] = rounded((long) (size + i) << 63 - INDEX_BITS);
    }
    table[size] = 1 << FRACTION_BITS;
    return table;
  }

  /// The binary logarithm of a number from 1 to 2, given with 63 fractional bits. Squaring doubles
  /// the logarithm; whenever the square passes 2, the next binary digit is 1.
  private static int rounded(long number) {
    int extraBits = 8;
    long x = number;
    int log = 0;
    for (int i = 0; i < FRACTION_BITS + extraBits; i++) {
      long square = Math.unsignedMultiplyHigh(x, x);
      boolean two = square < 0;
      log = log << 1 | (two ? 1 : 0);
      x = two ? square : square << 1;
    }
    return log + (1 << extraBits - 1) >> extraBits;
  }
}
