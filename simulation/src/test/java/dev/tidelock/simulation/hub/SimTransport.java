package dev.tidelock.simulation.hub;

import dev.tidelock.core.Bytes;
import dev.tidelock.generators.Tape;
import dev.tidelock.hubclient.Request;
import dev.tidelock.hubclient.Transport;
import dev.tidelock.simulation.gate.Fault;
import dev.tidelock.simulation.gate.Gate;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The network between a device and a [SimHub]. Requests get lost, or arrive after their sender
/// gave them up; answers get lost or are cut; bits turn in objects, both ways; a proxy has its own
/// say.
///
/// Bits turn in objects only, which prove themselves. What else is said is believed as far as the
/// connection can be: it is encrypted wherever it leaves a machine.
final class SimTransport implements Transport {
  private static final String OBJECTS = "application/tidelock-objects";
  private static final int FORBIDDEN = 403;
  private static final int BAD_GATEWAY = 502;
  private static final int FULL = 507;

  private final SimHub hub;
  private final Gate gate;
  private final Tape tape;

  /// What was asked last, if no answer came.
  private String unanswered = "";

  SimTransport(SimHub hub, Gate gate, Tape tape) {
    this.hub = hub;
    this.gate = gate;
    this.tape = tape;
  }

  @Override
  public Reply send(Request request, Map<String, String> headers) throws IOException {
    Fault fault = gate.call("hub." + request.method(), name(request.path()));
    Exchange exchange = exchange(request, headers, fault);
    if (unanswered.equals(request.path())) {
      hub.saw("hub: was asked again");
    }
    unanswered = request.path();
    Reply reply = reply(exchange, fault);
    unanswered = "";
    return reply;
  }

  private Reply reply(Exchange exchange, Fault fault) throws IOException {
    return switch (fault) {
      case UNREACHABLE -> throw new ConnectException("nobody is there");
      case LATE -> {
        hub.hold(exchange);
        throw new HttpTimeoutException("no answer in time");
      }
      case BROKEN -> refused(BAD_GATEWAY, Map.of("Content-Type", List.of("text/html")));
      case DENIED -> refused(FORBIDDEN, Map.of("Tidelock-Protocol", List.of("0")));
      case NO_SPACE -> refused(FULL, Map.of("Tidelock-Protocol", List.of("0")));
      case NONE, LOST_REPLY, SHORT, FLIPPED, BUSY, CHANGED, READ_ONLY -> served(exchange, fault);
    };
  }

  /// What a request is about, without the ids and tokens in it.
  private static String name(String path) {
    int question = path.indexOf('?');
    return question < 0 ? path : path.substring(0, question);
  }

  private Exchange exchange(Request request, Map<String, String> headers, Fault fault) {
    Map<String, String> all = new HashMap<>(headers);
    if (!request.type().isEmpty()) {
      all.put("Content-Type", request.type());
    }
    Bytes body = Bytes.empty();
    for (Bytes piece : request.body()) {
      body = body.concat(piece);
    }
    if (fault == Fault.FLIPPED && request.type().equals(OBJECTS)) {
      body = flipped(body);
    }
    return new Exchange(request.method(), request.path(), all, body);
  }

  private static Reply refused(int status, Map<String, List<String>> headers) {
    return new Reply(
        status, HttpHeaders.of(headers, (_, _) -> true), InputStream.nullInputStream());
  }

  private Reply served(Exchange exchange, Fault fault) throws IOException {
    boolean lives = hub.serve(exchange);
    if (!lives || fault == Fault.LOST_REPLY) {
      throw new IOException("the connection was reset");
    }
    HttpHeaders headers = HttpHeaders.of(exchange.headers(), (_, _) -> true);
    Bytes body = exchange.body();
    boolean proven = headers.firstValue("Content-Type").orElse("").equals(OBJECTS);
    if (fault == Fault.FLIPPED && proven) {
      body = flipped(body);
    }
    InputStream whole = new ByteArrayInputStream(body.toByteArray());
    return new Reply(
        exchange.status(),
        headers,
        fault == Fault.SHORT && !body.isEmpty() ? cut(body, tape.nextInt(body.size())) : whole);
  }

  private static InputStream cut(Bytes body, int size) {
    return new FilterInputStream(new ByteArrayInputStream(body.slice(0, size).toByteArray())) {
      @Override
      public int read() throws IOException {
        return orCut(super.read());
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return length == 0 ? 0 : orCut(super.read(target, offset, length));
      }

      private static int orCut(int read) throws IOException {
        if (read < 0) {
          throw new IOException("the connection was reset");
        }
        return read;
      }
    };
  }

  private Bytes flipped(Bytes body) {
    if (body.isEmpty()) {
      return body;
    }
    byte[] bytes = body.toByteArray();
    bytes[tape.nextInt(bytes.length)] ^= (byte) (1 << tape.nextInt(Byte.SIZE));
    return Bytes.wrap(bytes);
  }

  @Override
  public WebSocket.Builder webSocket() {
    throw new UnsupportedOperationException("nobody listens here");
  }

  @Override
  public void close() {}
}
