package dev.tidelock.hub;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A device that listens.
final class Ear implements WebSocket.Listener {
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /// Begins to listen.
  ///
  /// @param events where a project's announcements are, as HTTP
  WebSocket listen(HttpClient client, URI events, String token) {
    return client
        .newWebSocketBuilder()
        .header("Tidelock-Protocol", "0")
        .header("Authorization", "Bearer " + token)
        .buildAsync(URI.create(events.toString().replaceFirst("http", "ws")), this)
        .join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    heard.add(data.toString());
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    closed.countDown();
    return null;
  }

  /// What is heard next, or `nothing` after a while.
  String next() throws InterruptedException {
    return Optional.ofNullable(heard.poll(20, TimeUnit.SECONDS)).orElse("nothing");
  }

  /// Whether the hub says that it is the end.
  boolean hearsTheEnd() throws InterruptedException {
    return closed.await(20, TimeUnit.SECONDS);
  }
}
