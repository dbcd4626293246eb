package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose word a hub takes on where a request came from.
class ProxyTest {
  /// How many attempts an address has at once.
  private static final int FREE = 50;

  /// Too long to be anybody's, so that the hub need not even compute its hash.
  private static final String PASSWORD = "x".repeat(1025);

  @TempDir private Path scratch = Path.of("");

  private static int attempt(TestHub hub, int number, String forwarded) {
    Caller caller = new Caller(hub.url());
    String body =
        "{\"email\":\"a%d@example.org\",\"password\":\"%s\",\"device\":\"d\"}"
            .formatted(number, PASSWORD);
    return caller
        .send(
            caller
                .request("/v0/session")
                .header("X-Forwarded-For", forwarded)
                .POST(BodyPublishers.ofString(body)))
        .status();
  }

  @Test
  void withoutAProxyNobodyGetsAroundTheLimitByClaimingToBeElsewhere() {
    try (TestHub hub = TestHub.start(scratch.resolve("data"))) {
      for (int i = 0; i < FREE; i++) {
        assertThat(attempt(hub, i, "10.0.0." + i)).isEqualTo(401);
      }
      assertThat(attempt(hub, FREE, "10.1.1.1")).isEqualTo(429);
    }
  }

  @Test
  void behindAProxyTheLastAddressCountsAndWhatStandsBeforeItDoesNot() {
    try (TestHub hub = TestHub.startBehindProxy(scratch.resolve("data"))) {
      for (int i = 0; i < FREE; i++) {
        assertThat(attempt(hub, i, "10.0.0." + i + ", 192.0.2.1")).isEqualTo(401);
      }
      assertThat(attempt(hub, FREE, "10.9.9.9, 192.0.2.1")).isEqualTo(429);
      assertThat(attempt(hub, FREE, "192.0.2.2")).as("another address").isEqualTo(401);
    }
  }
}
