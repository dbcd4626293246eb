package dev.tidelock.cli.command.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.cli.output.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubOptionsTest {
  @Test
  void aQuotaIsCountedInBytes() {
    assertThat(HubOptions.quota(3)).isEqualTo(3L << 20);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 43})
  void aQuotaThatCannotBeKeptIsRefused(long mib) {
    assertThatThrownBy(() -> HubOptions.quota(mib)).isInstanceOf(Failure.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":1", "host", "host:", "host:65536", "host:-1", "host:1x"})
  void whatIsNoEndpointIsRefused(String text) {
    assertThatThrownBy(() -> HubOptions.Endpoint.parse(text)).isInstanceOf(Failure.class);
  }
}
