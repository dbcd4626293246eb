package dev.tidelock.hub.http;

import dev.tidelock.core.Bytes;
import dev.tidelock.hub.bus.Announcement;
import dev.tidelock.hub.bus.Bus;
import dev.tidelock.hub.http.message.HeadNews;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/// One device that listens. What it has not taken yet waits, the newest for each branch only: so a
/// slow one costs no more memory than a quick one. Safe for use by any thread.
final class EventSocket implements AutoCloseable {
  private static final int GOING_AWAY = 1001;

  private final Session session;
  private final String secret;
  private final LinkedHashMap<String, Announcement> waiting = new LinkedHashMap<>();
  private Optional<Bus.Subscription> subscription = Optional.empty();
  private boolean sending;
  private boolean closed;

  /// @param secret by what right it listens
  EventSocket(Session session, String secret) {
    this.session = session;
    this.secret = secret;
  }

  String secret() {
    return secret;
  }

  synchronized void listen(Bus.Subscription listening) {
    if (closed) {
      listening.close();
    } else {
      subscription = Optional.of(listening);
    }
  }

  void announce(Announcement announcement) {
    synchronized (this) {
      Announcement known = waiting.get(announcement.branch());
      if (closed || known != null && known.sequence() > announcement.sequence()) {
        return;
      }
      waiting.put(announcement.branch(), announcement);
    }
    next();
  }

  private void next() {
    Announcement first;
    synchronized (this) {
      if (sending || closed || waiting.isEmpty()) {
        return;
      }
      sending = true;
      first = waiting.pollFirstEntry().getValue();
    }
    HeadNews news =
        new HeadNews(
            first.branch(),
            first.head().toString(),
            first.sequence(),
            first.token().toHex(),
            first.writer().device() + "/" + first.writer().incarnation(),
            first.writer().sequence());
    session.sendText(
        Bytes.wrap(Messages.json(news)).toUtf8(),
        Callback.from(this::sent, _ -> session.disconnect()));
  }

  private void sent() {
    synchronized (this) {
      sending = false;
    }
    next();
  }

  void ping() {
    session.sendPing(ByteBuffer.allocate(0), Callback.from(() -> {}, _ -> session.disconnect()));
  }

  void end(String reason) {
    session.close(GOING_AWAY, reason, Callback.NOOP);
  }

  @Override
  public synchronized void close() {
    closed = true;
    waiting.clear();
    subscription.ifPresent(Bus.Subscription::close);
  }
}
