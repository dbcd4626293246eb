package dev.tidelock.core.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import org.junit.jupiter.api.Test;

class SipHashTest {
  private static final SipHash HASH = SipHash.keyed(counting(16));

  /// From the appendix of the paper, and the first and ninth of the authors' test vectors.
  @Test
  void givesThePublishedValues() {
    assertThat(HASH.hash(counting(15))).isEqualTo(0xa129ca6149be45e5L);
    assertThat(HASH.hash(counting(0))).isEqualTo(0x726fdb47dd0e0e31L);
    assertThat(HASH.hash(counting(8))).isEqualTo(0x93f5f5799a932462L);
  }

  private static Bytes counting(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) i;
    }
    return Bytes.wrap(bytes);
  }
}
