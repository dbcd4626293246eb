package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.hub.Caller.Answer;
import dev.tidelock.testkit.SampleHistory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Objects and the order to move a head to them, in one request.
class MoveFrameTest {
  /// The frame that ends a stream.
  private static final int END = 13;

  @TempDir private Path scratch = Path.of("");

  private final SampleHistory history = new SampleHistory();
  private ObjectId commit;
  private TestHub hub;
  private Caller ann;
  private String project = "";

  @BeforeEach
  void startHub() {
    hub = TestHub.start(scratch.resolve("data"));
    hub.addAccount("ann@example.org");
    ann = Caller.signedIn(hub, "ann@example.org");
    project = ann.makeProject("project-1");
    commit = history.commit("first", List.of("a file"), List.of());
  }

  @AfterEach
  void stopHub() {
    hub.close();
  }

  private Bytes objects() {
    Bytes all = Caller.stream(history.tree(commit).stream().map(history::sealed).toList());
    return all.slice(0, all.size() - END);
  }

  private Bytes end() {
    Bytes all = Caller.stream(history.tree(commit).stream().map(history::sealed).toList());
    return all.slice(all.size() - END, all.size());
  }

  private static Bytes order(String json) {
    Bytes text = Bytes.utf8(json);
    ByteBuffer head = ByteBuffer.allocate(5).put((byte) 3).putInt(text.size());
    return Bytes.wrap(head.array()).concat(text);
  }

  private Bytes order() {
    return order(
        "{\"branch\":\"main\",\"to\":\"%s\",\"device\":\"d\",\"incarnation\":\"i\",\"sequence\":1}"
            .formatted(commit));
  }

  private Answer send(Bytes body) {
    return ann.post(project + "/objects", body);
  }

  private String head() {
    return ann.get(project).json().path("heads").path("main").asString("");
  }

  @Test
  void aRepeatedOrderIsAnsweredAsTheFirstAndMovesNothingAgain() {
    Bytes body = objects().concat(order()).concat(end());

    Answer first = send(body);
    Answer again = send(body);

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.json().path("outcome").asString("")).isEqualTo("moved");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(head()).isEqualTo(commit.toString());
  }

  @Test
  void anOrderThatIsNoneMovesNothingAndTheRightOneStillPasses() {
    List<Bytes> wrong =
        List.of(
            order().concat(objects()).concat(end()),
            objects().concat(order()).concat(order()).concat(end()),
            objects().concat(order("no order")).concat(end()),
            objects().concat(order("{\"branch\":\"main\",\"to\":\"short\"}")).concat(end()),
            objects().concat(order("x".repeat((64 << 10) + 1))).concat(end()),
            objects().concat(order()),
            objects().concat(order().slice(0, 20)));
    for (Bytes body : wrong) {
      assertThat(send(body).status()).as("%d bytes", body.size()).isBetween(400, 499);
      assertThat(head()).isEmpty();
    }

    assertThat(send(objects().concat(order()).concat(end())).status()).isEqualTo(200);
    assertThat(head()).isEqualTo(commit.toString());
  }

  @Test
  void anOrderToWhatIsNotThereIsIncompleteAndWhatCameIsKept() {
    Bytes nothing = Caller.stream(List.of());

    Answer answer = send(order().concat(nothing));

    assertThat(answer.json().path("outcome").asString("")).isEqualTo("incomplete");
    assertThat(head()).isEmpty();
  }
}
