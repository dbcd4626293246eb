package dev.tidelock.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecureRandomnessTest {
  @Test
  void givesAsManyFreshBytesAsAskedFor() {
    SecureRandomness randomness = new SecureRandomness();

    assertThat(randomness.next(32)).isNotEqualTo(randomness.next(32));
    assertThat(randomness.next(7).size()).isEqualTo(7);
    assertThat(randomness.next(0).isEmpty()).isTrue();
  }
}
