package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.testkit.SampleHistory;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Announcements, over real sockets.
class EventsTest {
  @TempDir private Path scratch = Path.of("");

  private final SampleHistory history = new SampleHistory();
  private final HttpClient client = HttpClient.newHttpClient();
  private TestHub hub;
  private Caller ann;
  private String project = "";

  @BeforeEach
  void startHub() {
    hub = TestHub.start(scratch.resolve("data"));
    hub.addAccount("ann@example.org");
    ann = Caller.signedIn(hub, "ann@example.org");
    project = ann.makeProject("project-1");
  }

  @AfterEach
  void stopHub() {
    hub.close();
  }

  private WebSocket listen(Ear ear, String token) {
    return ear.listen(client, hub.url().resolve(project + "/events"), token);
  }

  @Test
  void whoListensHearsWhereBranchesStandAndThenOfEachMove() throws Exception {
    ObjectId one = history.commit("one", List.of("x"), List.of());
    ObjectId two = history.commit("two", List.of("y"), List.of(one));
    ann.store(project, history, history.objects().keySet());
    ann.move(project, Optional.empty(), one, "a", 1);
    Ear ear = new Ear();
    WebSocket socket = listen(ear, ann.token());
    assertThat(ear.next()).matches(announcement(one, 1));
    ann.move(project, Optional.of(one), two, "a", 2);
    assertThat(ear.next()).matches(announcement(two, 2));
    hub.stop();
    assertThat(ear.hearsTheEnd()).as("told of the end").isTrue();
    hub.startAgain();
    socket.abort();
  }

  @Test
  void whoMayNotListenIsTurnedAwayAtTheDoor() {
    hub.addAccount("bob@example.org");
    Caller bob = Caller.signedIn(hub, "bob@example.org");
    assertTurnedAway("tlk_made-up", 401);
    assertTurnedAway(bob.token(), 404);
  }

  private void assertTurnedAway(String token, int status) {
    assertThatThrownBy(() -> listen(new Ear(), token))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(status));
  }

  private static String announcement(ObjectId head, int sequence) {
    return """
    \\{"branch":"main","head":"%s","sequence":%d,"token":"[0-9a-f]{32}",\
    "writer":"a/first","number":%d\\}\
    """
        .formatted(head, sequence, sequence);
  }
}
