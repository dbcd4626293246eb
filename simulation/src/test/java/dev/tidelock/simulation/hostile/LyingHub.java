package dev.tidelock.simulation.hostile;

import dev.tidelock.core.Bytes;
import dev.tidelock.hubclient.Request;
import dev.tidelock.hubclient.Transport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A hub that does what it is asked for, and says what it likes.
final class LyingHub {
  private final List<Lie> lies = new ArrayList<>();

  /// What is said instead of an answer.
  @FunctionalInterface
  interface Lie {
    /// @return the same where it does not lie
    Answer instead(Request request, Answer honest);
  }

  /// An answer to be.
  record Answer(int status, Map<String, List<String>> headers, Bytes body) {
    Answer with(Bytes other) {
      return new Answer(status, headers, other);
    }

    Answer with(String text) {
      return with(Bytes.utf8(text));
    }

    Answer with(int other) {
      return new Answer(other, headers, body);
    }
  }

  /// Lies so from now on, too.
  boolean tell(Lie lie) {
    lies.add(lie);
    return true;
  }

  /// Says the truth from now on.
  void leave() {
    lies.clear();
  }

  /// A way to it.
  Transport over(Transport honest) {
    return new Lying(honest);
  }

  private final class Lying implements Transport {
    private final Transport honest;

    Lying(Transport honest) {
      this.honest = honest;
    }

    @Override
    public Reply send(Request request, Map<String, String> headers) throws IOException {
      Reply reply = honest.send(request, headers);
      if (lies.isEmpty()) {
        return reply;
      }
      Answer answer;
      try (InputStream body = reply.body()) {
        answer = new Answer(reply.status(), reply.headers().map(), Bytes.wrap(body.readAllBytes()));
      }
      for (Lie lie : List.copyOf(lies)) {
        answer = lie.instead(request, answer);
      }
      return new Reply(
          answer.status(),
          HttpHeaders.of(answer.headers(), (_, _) -> true),
          new ByteArrayInputStream(answer.body().toByteArray()));
    }

    @Override
    public WebSocket.Builder webSocket() {
      return honest.webSocket();
    }

    @Override
    public void close() {
      honest.close();
    }
  }
}
