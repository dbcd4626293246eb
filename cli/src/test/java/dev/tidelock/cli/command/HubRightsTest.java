package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.workspace.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tokens and the sessions of devices: what they allow, and what happens when they end.
class HubRightsTest {
  private static final String ANN = "ann@example.org";

  @TempDir private Path base;
  private ServedHub hub;
  private Device alice;

  @BeforeEach
  void aHubAndAProject() throws IOException {
    hub = ServedHub.start(base);
    alice = Device.create(base, "alice").write("notes.txt", "one\n");
    hub.signIn(alice, ANN);
    assertDone(alice.run("init", "--name", "notes", "--remote", hub.url()));
    assertDone(alice.run("sync"));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private static Device.Result assertDone(Device.Result result) {
    assertThat(result.exit()).as(result.toString()).isZero();
    return result;
  }

  private static void assertDenied(Device.Result result, String... words) {
    assertThat(result.exit()).as(result.toString()).isEqualTo(4);
    assertThat(result.err()).contains(words).contains("sign in");
  }

  private Json.Members made(String name, String scope) {
    Device.Result made =
        assertDone(alice.run("token", "create", name, "--scope", scope, "--days", "7", "--json"));
    assertThat(made.json().whole("schema")).contains(1L);
    return (Json.Members) made.json().get("token").orElseThrow();
  }

  private static String secret(Json.Members token) {
    return token.text("secret").orElseThrow();
  }

  private List<Json.Members> listed(Device device, String command, String member) {
    Device.Result result = assertDone(device.run(command, "list", "--json"));
    assertThat(result.json().whole("schema")).contains(1L);
    return result.json().objects(member);
  }

  /// Another device of the same person that works with a token.
  private Device robot(String secret) {
    return Device.create(base, "robot")
        .with("TIDELOCK_TOKEN", secret)
        .with("TIDELOCK_HUB", hub.url());
  }

  @Test
  void aTokenIsMadeShownOnceListedAndRevoked() {
    Json.Members token = made("nightly build", "read");
    assertThat(secret(token)).startsWith("tlk_");
    assertThat(token.text("expires").orElse("")).matches("\\d{4}-.*Z");

    Device.Result list = assertDone(alice.run("token", "list", "--json"));
    assertThat(list.out()).doesNotContain(secret(token));
    assertThat(listed(alice, "token", "tokens"))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.text("id")).isEqualTo(token.text("id"));
          assertThat(each.text("name")).contains("nightly build");
          assertThat(each.text("scope")).contains("read");
          assertThat(each.text("expires")).isEqualTo(token.text("expires"));
        });
    assertThat(alice.run("token", "list").out()).contains("nightly build", "read");

    Device robot = robot(secret(token));
    assertThat(assertDone(robot.run("whoami")).out()).contains(ANN, "to read only");
    String begin = token.text("id").orElseThrow().substring(0, 6);
    Device.Result revoked = assertDone(alice.run("token", "revoke", begin, "--json"));
    assertThat(((Json.Members) revoked.json().get("token").orElseThrow()).text("id"))
        .isEqualTo(token.text("id"));
    assertDenied(robot.run("whoami"), "this token was revoked");
    assertThat(listed(alice, "token", "tokens")).isEmpty();
    assertThat(alice.run("token", "list").out()).contains("tidelock token create");
    assertThat(alice.run("token", "revoke", begin).exit()).isEqualTo(3);
  }

  @Test
  void theTextOfATokenIsItsSecretAlone() {
    Device.Result made = assertDone(alice.run("token", "create", "robot"));
    assertThat(made.out()).matches("tlk_[A-Za-z0-9_-]{43}\n");
    assertThat(made.err()).contains("only time").doesNotContain("tlk_");
    assertThat(assertDone(robot(made.out().strip()).run("whoami", "--json")).out())
        .contains("\"scope\":\"read\"");
  }

  @Test
  void aTokenThatCannotBeIsWrongUsage() {
    assertThat(alice.run("token", "create", "x", "--scope", "admin").exit()).isEqualTo(2);
    assertThat(alice.run("token", "create", "x", "--days", "0").exit()).isEqualTo(2);
    assertThat(alice.run("token", "create", "x", "--days", "3651").exit()).isEqualTo(2);
    assertThat(alice.run("token", "create", " ").exit()).isEqualTo(2);
    assertThat(alice.run("token", "create").exit()).isEqualTo(2);
    assertThat(alice.run("token").exit()).isEqualTo(2);
    assertThat(alice.run("device").exit()).isEqualTo(2);
    assertThat(alice.run("token", "revoke", "nobody's").exit()).isEqualTo(3);
    made("twin", "read");
    made("twin", "read");
    Device.Result twins = alice.run("token", "revoke", "twin");
    assertThat(twins.exit()).isEqualTo(2);
    assertThat(twins.err()).contains("several are meant", "by its id");
    assertThat(listed(alice, "token", "tokens")).hasSize(2);
  }

  @Test
  void whoMayOnlyReadMakesAndRevokesNoTokens() {
    Json.Members token = made("reader", "read");
    Device robot = robot(secret(token));
    assertDenied(robot.run("token", "create", "more"), "allows reading only");
    assertDenied(robot.run("token", "revoke", "reader"), "allows reading only");
    assertThat(listed(robot, "token", "tokens")).hasSize(1);
  }

  @Test
  void aReadTokenClonesAndPullsAndKeepsWhatItMayNotPush() {
    Device robot = robot(secret(made("reader", "read")));
    assertDone(robot.run("clone", "notes", "."));
    alice.write("more.txt", "more\n");
    assertDone(alice.run("sync"));
    assertDone(robot.run("sync"));
    assertThat(robot.read("more.txt")).isEqualTo("more\n");

    robot.write("robot.txt", "robot\n");
    Device.Result refused = robot.run("sync", "--json");
    assertThat(refused.exit()).as(refused.toString()).isEqualTo(4);
    assertThat(refused.json().get("success")).contains(new Json.Truth(false));
    assertThat(refused.err()).contains("this token allows reading only", "is kept");
    assertThat(robot.read("robot.txt")).isEqualTo("robot\n");

    alice.write("notes.txt", "two\n");
    assertDone(alice.run("sync"));
    assertDenied(robot.run("sync"), "allows reading only");
    assertThat(robot.read("notes.txt")).as("what others do arrives").isEqualTo("two\n");
    assertThat(robot.run("status", "--json").out()).contains("\"state\":\"error\"");

    robot.with("TIDELOCK_TOKEN", secret(made("writer", "write")));
    assertDone(robot.run("sync"));
    assertDone(alice.run("sync"));
    assertThat(alice.read("robot.txt")).isEqualTo("robot\n");
    assertThat(robot.run("status", "--json").out()).contains("\"state\":\"synced\"");
  }

  @Test
  void aDeviceThatIsShutOutKeepsItsWorkAndGoesOnOnceSignedIn() {
    Device bob = Device.create(base, "bob");
    hub.signIn(bob, ANN);
    assertDone(bob.run("clone", "notes", "."));
    List<Json.Members> devices = listed(alice, "device", "devices");
    assertThat(devices).hasSize(2);
    assertThat(devices)
        .filteredOn(each -> each.get("this").equals(java.util.Optional.of(new Json.Truth(true))))
        .hasSize(1);
    Json.Members other = devices.getLast();
    assertThat(alice.run("device", "list").out())
        .contains("(this one)")
        .contains(other.text("id").orElseThrow());

    bob.write("bob.txt", "bob\n");
    assertDone(alice.run("device", "revoke", other.text("id").orElseThrow(), "--json"));
    assertDenied(bob.run("sync"), "this token was revoked");
    assertDenied(bob.run("sync"), "this token was revoked");
    assertThat(listed(alice, "device", "devices")).hasSize(1);
    assertThat(bob.read("bob.txt")).isEqualTo("bob\n");
    bob.write("later.txt", "later\n");

    hub.signIn(bob, ANN);
    assertDone(bob.run("sync"));
    assertDone(alice.run("sync"));
    assertThat(alice.read("bob.txt")).isEqualTo("bob\n");
    assertThat(alice.read("later.txt")).isEqualTo("later\n");
    assertThat(alice.run("device", "revoke", "nobody's").exit()).isEqualTo(3);
  }

  @Test
  void aTokenThatExpiredSaysSo() throws SQLException {
    Device robot = robot(secret(made("writer", "write")));
    assertDone(robot.run("clone", "notes", "."));
    robot.write("robot.txt", "robot\n");
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + hub.data().resolve("hub.db"));
        Statement statement = database.createStatement()) {
      statement.executeUpdate("UPDATE token SET expires = 1 WHERE name = 'writer'");
    }
    assertDenied(robot.run("sync"), "this token has expired");
    robot.with("TIDELOCK_TOKEN", secret(made("next", "write")));
    assertDone(robot.run("sync"));
    assertDone(alice.run("sync"));
    assertThat(alice.read("robot.txt")).isEqualTo("robot\n");
  }

  @Test
  void whoGuessesIsToldHowLongToWait() {
    Device eve = Device.create(base, "eve").typing("wrong password\n");
    String[] login = {"login", hub.url(), "--email", ANN, "--password-stdin", "--json"};
    Device.Result answer = eve.run(login);
    for (int i = 0; i < 12 && !answer.err().contains("too-many"); i++) {
      assertThat(answer.exit()).as(answer.toString()).isEqualTo(4);
      answer = eve.run(login);
    }
    assertThat(answer.exit()).as(answer.toString()).isEqualTo(4);
    assertThat(answer.error().text("message").orElse(""))
        .containsPattern("too many attempts.*can be made in [1-9][0-9]* seconds");
    assertDone(alice.run("sync"));
  }
}
