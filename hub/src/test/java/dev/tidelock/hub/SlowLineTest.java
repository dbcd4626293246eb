package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.testkit.SampleHistory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connections on which next to nothing comes, over real sockets: each ends in time.
class SlowLineTest {
  private static final Duration IDLE = Duration.ofMillis(800);
  private static final int PATIENCE_MILLIS = 20_000;

  @TempDir private Path scratch = Path.of("");

  private final SampleHistory history = new SampleHistory();
  private TestHub hub;
  private Caller ann;
  private String project = "";

  @BeforeEach
  void startHub() {
    hub = TestHub.start(scratch.resolve("data"), IDLE);
    hub.addAccount("ann@example.org");
    ann = Caller.signedIn(hub, "ann@example.org");
    project = ann.makeProject("project-1");
  }

  @AfterEach
  void stopHub() {
    hub.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(hub.url().getHost(), hub.url().getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /// Sends a byte more often than a connection may be silent, until the hub hangs up.
  private static boolean dripsUntilTheEnd(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    socket.setSoTimeout((int) IDLE.toMillis() / 4);
    long began = System.nanoTime();
    while (System.nanoTime() - began < Duration.ofMillis(PATIENCE_MILLIS).toNanos()) {
      try {
        out.write('x');
        out.flush();
        if (in.read() < 0) {
          return true;
        }
      } catch (SocketTimeoutException _) {
        assertThat(socket.isConnected()).as("nothing is said to who drips").isTrue();
      } catch (SocketException _) {
        return true;
      }
    }
    return false;
  }

  @Test
  void headsThatDripEndWhetherTheyAreTheFirstOrNot() throws Exception {
    String head = "GET /healthz HTTP/1.1\r\nHost: hub\r\n";
    try (Socket first = connect();
        Socket later = connect();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      send(first, head + "X: ");
      send(later, head + "\r\n");
      assertThat(new String(later.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200");
      send(later, head + "X: ");
      Future<Boolean> firstEnds = threads.submit(() -> dripsUntilTheEnd(first));
      Future<Boolean> laterEnds = threads.submit(() -> dripsUntilTheEnd(later));
      assertThat(firstEnds.get()).isTrue();
      assertThat(laterEnds.get()).isTrue();
    }
    assertThat(ann.get(project).status()).as("others are served").isEqualTo(200);
  }

  @Test
  void aBodyThatStopsEndsAndWhatCameWholeIsKept() throws Exception {
    ObjectId one = history.chunk(Bytes.utf8("one"));
    ObjectId two = history.chunk(Bytes.utf8("two"));
    Bytes stream = Caller.stream(List.of(history.sealed(one), history.sealed(two)));
    int whole = 37 + history.sealed(one).envelope().size();
    try (Socket socket = connect()) {
      send(
          socket,
          """
          POST %s/objects HTTP/1.1\r
          Host: hub\r
          Tidelock-Protocol: 0\r
          Authorization: Bearer %s\r
          Content-Length: %d\r
          \r
          """
              .formatted(project, ann.token(), stream.size()));
      socket.getOutputStream().write(stream.slice(0, whole + 20).toByteArray());
      socket.getOutputStream().flush();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).contains(" 400 ", "Tidelock-Protocol: 0", "\"malformed\"");
    }
    assertThat(ann.lacking(project, List.of(one, two)).ids()).containsExactly(two);
  }
}
