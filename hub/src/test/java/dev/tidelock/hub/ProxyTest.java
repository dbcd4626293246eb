package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose word a hub takes on where a request came from.
class ProxyTest {
  /// More attempts than an address has at once, with those that a slow machine takes meanwhile.
  private static final int MOST = 200;

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

  /// Tries until that is too much. A slow machine is given further attempts meanwhile.
  private static List<Integer> statuses(TestHub hub, String forwarded) {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < MOST && !statuses.contains(429); i++) {
      statuses.add(attempt(hub, i, forwarded.formatted(i)));
    }
    return statuses;
  }

  @Test
  void withoutAProxyNobodyGetsAroundTheLimitByClaimingToBeElsewhere() {
    try (TestHub hub = TestHub.start(scratch.resolve("data"))) {
      assertThat(statuses(hub, "10.0.0.%d")).startsWith(401).endsWith(429);
    }
  }

  @Test
  void behindAProxyTheLastAddressCountsAndWhatStandsBeforeItDoesNot() {
    try (TestHub hub = TestHub.startBehindProxy(scratch.resolve("data"))) {
      assertThat(statuses(hub, "10.0.0.%d, 192.0.2.1")).startsWith(401).endsWith(429);
      assertThat(attempt(hub, MOST, "192.0.2.2")).as("another address").isEqualTo(401);
    }
  }
}
