package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.generators.Tape;
import dev.tidelock.testkit.SampleHistory;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A small hub that many lean on at once: its virtual machine has room for little.
class CrowdedHubTest {
  private static final String ANN = "ann@example.org";
  private static final String LITTLE = "-Xmx96m";
  private static final int LISTENERS = 1000;
  private static final int STALLED = 150;

  @TempDir private Path scratch = Path.of("");

  private final SampleHistory history = new SampleHistory();
  private final List<Socket> stalled = new ArrayList<>();

  @Test
  void thousandListenersAndHundredsThatStallLeaveRoomForTheRest() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    List<Ear> ears = new ArrayList<>();
    List<WebSocket> sockets = new ArrayList<>();
    Path data = scratch.resolve("data");
    try (HubOfItsOwn hub = HubOfItsOwn.start(data, ANN, LITTLE, "-XX:+ExitOnOutOfMemoryError")) {
      Caller ann = new Caller(hub.url());
      ann.useToken(ann.signIn(ANN, TestHub.PASSWORD, "device").json().get("token").asString());
      String project = ann.makeProject("project-1");
      for (int i = 0; i < LISTENERS; i++) {
        Ear ear = new Ear();
        ears.add(ear);
        sockets.add(ear.listen(client, hub.url().resolve(project + "/events"), ann.token()));
      }
      for (int i = 0; i < STALLED; i++) {
        stall(hub, "GET /healthz HTTP/1.1\r\nHost: h\r\nX: ", new byte[4000]);
        stall(hub, request("/v0/session", "", 1 << 20), new byte[16 << 10]);
        stall(hub, request(project + "/objects", ann.token(), 64 << 20), claimOfTooMuch());
        stall(hub, request(project + "/lacking", ann.token(), 1 << 21), new byte[64 << 10]);
      }
      ObjectId head = landMuch(ann, project);
      for (Ear ear : ears) {
        assertThat(ear.next()).contains(head.toString());
      }
      assertThatThrownBy(() -> TestHub.start(data))
          .as("a second hub on one directory")
          .isInstanceOf(DataDirectory.HeldException.class)
          .hasMessageContaining("process " + hub.process().pid());
      assertThat(hub.process().isAlive()).isTrue();
    } finally {
      sockets.forEach(WebSocket::abort);
      client.shutdownNow();
      for (Socket socket : stalled) {
        socket.close();
      }
    }
  }

  /// Sends the beginning of a request, and never the rest.
  private void stall(HubOfItsOwn hub, String head, byte[] body) throws IOException {
    Socket socket = new Socket(hub.url().getHost(), hub.url().getPort());
    stalled.add(socket);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
    socket.getOutputStream().flush();
  }

  private static String request(String path, String token, int length) {
    return """
    POST %s HTTP/1.1\r
    Host: hub\r
    Tidelock-Protocol: 0\r
    Authorization: Bearer %s\r
    Content-Length: %d\r
    \r
    """
        .formatted(path, token, length);
  }

  /// A frame that says it is two gigabytes long.
  private static byte[] claimOfTooMuch() {
    return ByteBuffer.allocate(1 << 10).put((byte) 1).putInt(Integer.MAX_VALUE).array();
  }

  /// Sends more than the hub could hold in memory, and reads it back.
  private ObjectId landMuch(Caller ann, String project) {
    Tape tape = Tape.of(1000);
    List<ObjectId> chunks = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      List<ObjectId> some = new ArrayList<>();
      for (int j = 0; j < 50; j++) {
        some.add(history.chunk(Bytes.wrap(tape.bytes(1 << 20))));
      }
      assertThat(ann.store(project, history, some).status()).isEqualTo(200);
      chunks.addAll(some);
    }
    ObjectId commit = history.commit(history.directory(chunks), "much", List.of());
    List<ObjectId> tree = new ArrayList<>(history.tree(commit));
    tree.removeAll(chunks);
    ann.store(project, history, tree);
    assertThat(ann.move(project, Optional.empty(), commit, "a", 1).status()).isEqualTo(200);
    for (int i = 0; i < chunks.size(); i += 50) {
      assertThat(ann.read(project, chunks.subList(i, i + 50)).objects()).hasSize(50);
    }
    return commit;
  }
}
