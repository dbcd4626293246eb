package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.hub.Caller.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Who may come in: passwords, tokens, and how often one may guess.
class SignInTest {
  private static final String ANN = "ann@example.org";

  @TempDir private Path scratch = Path.of("");

  private TestHub hub;
  private Caller stranger;

  @BeforeEach
  void startHub() {
    hub = TestHub.start(scratch.resolve("data"));
    hub.addAccount(ANN);
    stranger = new Caller(hub.url());
  }

  @AfterEach
  void stopHub() {
    hub.close();
  }

  @Test
  void wrongPasswordAndUnknownAccountAreAnsweredAlike() {
    Answer wrong = stranger.signIn(ANN, "wrong password", "d");
    Answer unknown = stranger.signIn("bob@example.org", "wrong password", "d");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.code()).isEqualTo("wrong-credentials");
    assertThat(unknown.body()).isEqualTo(wrong.body());
    assertThat(unknown.status()).isEqualTo(wrong.status());
  }

  @Test
  void attemptsAreLimitedPerAccountWhetherItIsThereOrNot() {
    for (String email : List.of(ANN, "bob@example.org")) {
      Answer answer = stranger.signIn(email, "wrong password", "d");
      for (int i = 0; i < 10 && answer.status() == 401; i++) {
        answer = stranger.signIn(email, "wrong password", "d");
      }
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.code()).isEqualTo("too-many");
      assertThat(answer.headers().getOrDefault("retry-after", List.of()))
          .singleElement()
          .asString()
          .matches("[1-9][0-9]*");
    }
    assertThat(stranger.signIn(ANN, TestHub.PASSWORD, "d").status())
        .as("also with the right one")
        .isEqualTo(429);
  }

  /// Else each would be remembered at its length, and many together fill the memory.
  @Test
  void attemptsWithWhatIsNoAddressAreCountedTogether() {
    Answer answer = stranger.signIn("x", "wrong password", "d");
    for (int i = 0; i < 10 && answer.status() == 401; i++) {
      answer = stranger.signIn("x".repeat(10_000 + i) + "@example.org", "wrong password", "d");
    }
    assertThat(answer.code()).isEqualTo("too-many");
  }

  @Test
  void tokensAreMadeListedAndRevoked() {
    Caller ann = Caller.signedIn(hub, ANN);
    JsonNode made =
        ann.post("/v0/tokens", "{\"name\":\"ci\",\"scope\":\"read\",\"days\":7}").json();
    JsonNode listed = ann.get("/v0/tokens").json().get("tokens");
    assertThat(listed).hasSize(2);
    assertThat(listed.toString()).doesNotContain(made.get("token").asString());
    Caller program = new Caller(hub.url());
    program.useToken(made.get("token").asString());
    assertThat(program.get("/v0/me").json().get("token").get("scope").asString()).isEqualTo("read");
    assertThat(program.get("/v0/projects").status()).isEqualTo(200);
    assertThat(program.post("/v0/projects", "{\"genesis\":\"\"}").code()).isEqualTo("not-allowed");
    assertThat(ann.delete("/v0/tokens/" + made.get("id").asString()).status()).isEqualTo(204);
    assertThat(program.get("/v0/projects").code()).isEqualTo("revoked");
    assertThat(ann.delete("/v0/tokens/" + made.get("id").asString()).status()).isEqualTo(404);
  }

  @Test
  void deviceHasOneSessionAndCanEndIt() {
    Caller first = Caller.signedIn(hub, ANN);
    Caller second = Caller.signedIn(hub, ANN);
    assertThat(first.get("/v0/me").code()).isEqualTo("revoked");
    assertThat(second.get("/v0/tokens").json().get("tokens").get(0).get("deviceName").asString())
        .isEqualTo("a laptop");
    assertThat(second.delete("/v0/session").status()).isEqualTo(204);
    assertThat(second.get("/v0/me").code()).isEqualTo("revoked");
  }

  @Test
  void disabledAccountIsShutOutAtOnceAndTokensDoNotComeBack() {
    Caller ann = Caller.signedIn(hub, ANN);
    assertThat(hub.people().disable(ANN)).isTrue();
    assertThat(ann.get("/v0/me").status()).isEqualTo(401);
    assertThat(stranger.signIn(ANN, TestHub.PASSWORD, "d").code()).isEqualTo("disabled");
    assertThat(stranger.signIn(ANN, "wrong password", "d").code())
        .as("only who knows the password hears of it")
        .isEqualTo("wrong-credentials");
    assertThat(hub.people().enable(ANN)).isTrue();
    assertThat(ann.get("/v0/me").status()).isEqualTo(401);
    assertThat(stranger.signIn(ANN, TestHub.PASSWORD, "d").status()).isEqualTo(200);
  }

  @Test
  void whoHasNoTokenOrAnotherProtocolIsTurnedAway() {
    assertThat(stranger.get("/v0/projects").code()).isEqualTo("unauthenticated");
    stranger.useToken("tlk_made-up");
    assertThat(stranger.get("/v0/projects").code()).isEqualTo("unauthenticated");
    Answer old = stranger.send(stranger.request("/v0/me").setHeader("Tidelock-Protocol", "9"));
    assertThat(old.status()).isEqualTo(426);
    assertThat(old.code()).isEqualTo("protocol");
    assertThat(old.headers()).containsEntry("tidelock-protocol", List.of("0"));
    assertThat(Map.copyOf(old.headers()).get("content-type")).containsExactly("application/json");
  }
}
