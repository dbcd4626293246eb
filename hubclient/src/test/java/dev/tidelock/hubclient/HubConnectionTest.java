package dev.tidelock.hubclient;

import static dev.tidelock.hubclient.ScriptedServer.answer;
import static dev.tidelock.hubclient.ScriptedServer.error;
import static dev.tidelock.hubclient.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a device makes of answers as they come over real networks.
class HubConnectionTest {
  /// Asks again soon. How long it waits for an answer is for none of these tests to show: a machine
  /// that is busy may take its time.
  private static final Patience QUICK =
      new Patience(
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          4,
          Duration.ofMillis(2),
          Duration.ofSeconds(3));

  private static final Patience IMPATIENT =
      new Patience(
          QUICK.connect(),
          Duration.ofMillis(400),
          Duration.ofMillis(400),
          QUICK.attempts(),
          QUICK.pause(),
          QUICK.budget());
  private static final byte[] GOOD = json(200, "{\"service\":\"tidelock-hub\"}");

  private static String service(HubConnection connection) {
    return connection.message(Request.get("/v0"), answer -> answer.text("service"));
  }

  private static HubConnection connect(ScriptedServer server) {
    return connect(server, QUICK);
  }

  private static HubConnection connect(ScriptedServer server, Patience patience) {
    return new HubConnection(server.address(), Optional.of("tlk_secret"), patience);
  }

  private static void assertFails(HubConnection connection, Reason reason, String words) {
    assertThatThrownBy(() -> service(connection))
        .isInstanceOfSatisfying(
            RemoteFailure.class, failure -> assertThat(failure.reason()).isEqualTo(reason))
        .hasMessageContaining(words)
        .hasMessageContaining(connection.hub().toString())
        .hasMessageNotContaining("tlk_secret");
  }

  @Test
  void anAnswerIsRead() throws IOException {
    try (ScriptedServer server = new ScriptedServer((_, _) -> GOOD);
        HubConnection connection = connect(server)) {
      assertThat(service(connection)).isEqualTo("tidelock-hub");
      assertThat(server.requests()).containsExactly("GET /v0 HTTP/1.1");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 403, 511})
  void aPageOfSomebodyElseIsNotFromTheHub(int status) throws IOException {
    byte[] page = "<html>Sign in to the airport</html>".getBytes(StandardCharsets.UTF_8);
    try (ScriptedServer server =
            new ScriptedServer((_, _) -> answer(status, "text/html", page, "Location: /x"));
        HubConnection connection = connect(server)) {
      assertFails(connection, Reason.UNREACHABLE, "is not what answered");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, expired, DENIED",
    "403, disabled, DENIED",
    "404, not-found, NOT_FOUND",
    "409, exists, REFUSED",
    "413, too-large, REFUSED",
    "422, corrupt, REFUSED",
    "507, quota, NO_SPACE"
  })
  void aRefusalIsNamedAndNotAskedForAgain(int status, String code, Reason reason)
      throws IOException {
    try (ScriptedServer server = new ScriptedServer((_, _) -> error(status, code));
        HubConnection connection = connect(server)) {
      assertFails(connection, reason, "said so (" + code + ")");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void anotherProtocolIsNamed() throws IOException {
    try (ScriptedServer server = new ScriptedServer((_, _) -> error(426, "protocol"));
        HubConnection connection = connect(server)) {
      assertFails(connection, Reason.REFUSED, "another version of the protocol");
    }
  }

  @ParameterizedTest
  @CsvSource({"400, malformed", "429, too-many", "500, failed", "503, stopping"})
  void aHiccupIsAskedAgain(int status, String code) throws IOException {
    try (ScriptedServer server =
            new ScriptedServer((index, _) -> index < 2 ? error(status, code) : GOOD);
        HubConnection connection = connect(server)) {
      assertThat(service(connection)).isEqualTo("tidelock-hub");
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void aHubThatNeverRecoversIsUnreachableAfterSomeAttempts() throws IOException {
    try (ScriptedServer server = new ScriptedServer((_, _) -> error(503, "stopping"));
        HubConnection connection = connect(server)) {
      assertFails(connection, Reason.UNREACHABLE, "stopping");
      assertThat(server.requests()).hasSize(4);
    }
  }

  @Test
  void whatIsMalformedEachTimeIsRefused() throws IOException {
    try (ScriptedServer server = new ScriptedServer((_, _) -> error(400, "malformed"));
        HubConnection connection = connect(server)) {
      assertFails(connection, Reason.REFUSED, "said so (malformed)");
      assertThat(server.requests()).hasSize(4);
    }
  }

  @Test
  void whoIsToldToWaitWaits() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(
                (index, _) -> index < 1 ? error(429, "too-many", "Retry-After: 1") : GOOD);
        HubConnection connection = connect(server)) {
      long before = System.nanoTime();
      assertThat(service(connection)).isEqualTo("tidelock-hub");
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void nobodyWaitsForAnHour() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer((_, _) -> error(429, "too-many", "Retry-After: 3600"));
        HubConnection connection = connect(server)) {
      assertFails(connection, Reason.DENIED, "too-many");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void anAnswerCutAtAnyByteIsAskedForAgain() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(
                (index, _) -> index % 2 == 0 ? Arrays.copyOf(GOOD, index / 2) : GOOD);
        HubConnection connection = connect(server)) {
      for (int i = 0; i < GOOD.length; i++) {
        assertThat(service(connection)).isEqualTo("tidelock-hub");
      }
      assertThat(server.requests()).hasSizeGreaterThanOrEqualTo(2 * GOOD.length);
    }
  }

  @Test
  void anAnswerThatMakesNoSenseIsNotBelieved() throws IOException {
    try (ScriptedServer server = new ScriptedServer((_, _) -> json(200, "[1,2"));
        HubConnection connection = connect(server)) {
      assertFails(connection, Reason.UNREACHABLE, "makes no sense");
    }
  }

  @Test
  void anEndlessAnswerIsNotReadToItsEnd() throws IOException {
    byte[] endless = json(200, "{\"service\":\"" + "x".repeat(3 << 20) + "\"}");
    try (ScriptedServer server = new ScriptedServer((_, _) -> endless);
        HubConnection connection = connect(server)) {
      assertFails(connection, Reason.UNREACHABLE, "more than 1048576 bytes");
    }
  }

  @Test
  void aServerThatTakesTheConnectionAndSaysNothingIsGivenUp() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer((_, _) -> {
              Thread.sleep(60_000);
              return GOOD;
            });
        HubConnection connection = connect(server, IMPATIENT)) {
      assertFails(connection, Reason.TIMEOUT, "no answer within");
      assertThat(server.requests()).as("once more, on another connection").hasSize(2);
    }
  }

  @Test
  void whereNobodyListensOneAttemptIsEnough() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    HubAddress nowhere = HubAddress.parse("http://127.0.0.1:" + port);
    Patience patient =
        new Patience(
            QUICK.connect(),
            QUICK.idle(),
            QUICK.work(),
            4,
            Duration.ofHours(1),
            Duration.ofDays(1));
    try (HubConnection connection = new HubConnection(nowhere, Optional.empty(), patient)) {
      assertFails(connection, Reason.UNREACHABLE, "cannot be reached");
    }
  }

  @Test
  void whatMakesSomethingNewIsNotAskedTwice() throws IOException {
    try (ScriptedServer server = new ScriptedServer((_, _) -> error(500, "failed"));
        HubConnection connection = connect(server)) {
      HubAccount account = new HubAccount(connection);
      assertThatThrownBy(() -> account.signIn("a@b.c", "secret", "d", "name"))
          .isInstanceOf(RemoteFailure.class)
          .hasMessageNotContaining("secret");
      assertThat(server.requests()).hasSize(1);
    }
  }
}
