package dev.tidelock.core.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.generators.ForAll;
import org.junit.jupiter.api.Test;

class NegativeLogTest {
  @Test
  void theTableIsTheLogarithmRounded() {
    for (int i = 0; i <= 256; i++) {
      double exact = StrictMath.log(1 + i / 256.0) / StrictMath.log(2) * 65_536;
      assertThat((double) NegativeLog.log2(i)).isCloseTo(exact, within(0.5));
    }
  }

  /// The table is part of the format.
  @Test
  void theTableIsFrozen() {
    byte[] table = new byte[257 * 3];
    for (int i = 0; i <= 256; i++) {
      int entry = NegativeLog.log2(i);
      table[3 * i] = (byte) (entry >> 16);
      table[3 * i + 1] = (byte) (entry >> 8);
      table[3 * i + 2] = (byte) entry;
    }
    assertThat(ObjectIdentity.sha256(Bytes.wrap(table)).toHex())
        .isEqualTo("79f46cdc804840da8cd465fb13ad02539abc2150ac20f0f6245c8f9d74174791");
  }

  @Test
  void isTheLogarithmOfTheHashAsAFraction() {
    assertThat(NegativeLog.of(-1L)).isZero();
    assertThat(NegativeLog.of(0)).isEqualTo(64L * 45_426);
    assertThat(NegativeLog.of(1)).isEqualTo(64L * 45_426);
    ForAll.cases(
        10_000,
        tape -> {
          long hash = tape.nextLong() >>> tape.nextInt(64);
          double fraction = ((hash >>> 1) * 2.0 + 1) * 0x1p-64;
          double exact = -StrictMath.log(fraction) * 65_536;
          assertThat((double) NegativeLog.of(hash)).isCloseTo(exact, within(10.0));
        });
  }

  @Test
  void neverGrowsWithTheHash() {
    ForAll.cases(
        10_000,
        tape -> {
          long a = tape.nextLong();
          long b = a + (tape.nextLong() >>> tape.nextInt(1, 64));
          boolean grows = Long.compareUnsigned(a, b) <= 0;
          long low = NegativeLog.of(grows ? b : a);
          assertThat(low).isLessThanOrEqualTo(NegativeLog.of(grows ? a : b));
        });
  }
}
