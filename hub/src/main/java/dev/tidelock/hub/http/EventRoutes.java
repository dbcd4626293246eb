package dev.tidelock.hub.http;

import dev.tidelock.hub.account.Access;
import dev.tidelock.hub.bus.Announcement;
import dev.tidelock.hub.bus.Bus;
import dev.tidelock.hub.protocol.Refusal;
import dev.tidelock.hub.store.Moves;
import dev.tidelock.hub.store.Project;
import dev.tidelock.hub.store.Records;
import io.javalin.config.RoutesConfig;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Announcements over WebSocket. Idle sockets take no thread; one thread pings them all.
final class EventRoutes implements AutoCloseable {
  private static final String PATH = "/v0/projects/{project}/events";
  private static final int PING_SECONDS = 30;

  private final Gate gate;
  private final Access access;
  private final Records records;
  private final Bus bus;
  private final AtomicBoolean pinging = new AtomicBoolean();
  private final Map<String, EventSocket> sockets = new ConcurrentHashMap<>();
  private final ScheduledExecutorService pings =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("hub-pings").daemon().factory());

  EventRoutes(Gate gate, Access access, Records records, Bus bus) {
    this.gate = gate;
    this.access = access;
    this.records = records;
    this.bus = bus;
  }

  void register(RoutesConfig routes) {
    routes.wsBeforeUpgrade(
        PATH,
        request -> {
          request.header(Messages.PROTOCOL_HEADER, Messages.PROTOCOL);
          Gate.requireProtocol(request);
          request.attribute("project", gate.project(request));
          request.attribute("secret", gate.secret(request));
        });
    routes.ws(PATH, this::configure);
    routes.get(
        PATH,
        request -> {
          gate.project(request);
          throw Refusal.malformed("announcements come over WebSocket");
        });
  }

  private void configure(WsConfig config) {
    config.onConnect(this::connected);
    config.onClose(closed -> forget(closed.sessionId()));
    config.onError(failed -> forget(failed.sessionId()));
  }

  private void connected(WsConnectContext context) {
    Project project = context.attribute("project");
    String secret = context.attribute("secret");
    if (project == null || secret == null) {
      throw new IllegalStateException("a socket was opened without passing the gate");
    }
    EventSocket socket = new EventSocket(context.session, secret);
    sockets.put(context.sessionId(), socket);
    if (pinging.compareAndSet(false, true)) {
      ScheduledFuture<?> _ =
          pings.scheduleWithFixedDelay(this::ping, PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
    }
    socket.listen(bus.subscribe(project.id(), socket::announce));
    standing(project).forEach(socket::announce);
  }

  private List<Announcement> standing(Project project) {
    return records.read(tables -> {
      Moves moves = tables.moves();
      List<Announcement> all = new ArrayList<>();
      for (String branch : moves.heads(project.number()).keySet()) {
        moves.last(project.number(), branch).map(Announcement::of).ifPresent(all::add);
      }
      return all;
    });
  }

  private void forget(String session) {
    EventSocket socket = sockets.remove(session);
    if (socket != null) {
      socket.close();
    }
  }

  /// How many sockets are open.
  int count() {
    return sockets.size();
  }

  /// Pings every socket, and ends those whose token is no longer good.
  private void ping() {
    sockets.forEach((session, socket) -> {
      try {
        access.caller(socket.secret());
        socket.ping();
      } catch (Refusal refusal) {
        socket.end(refusal.code().text());
        forget(session);
      } catch (RuntimeException e) {
        Answers.refusal(e);
      }
    });
  }

  @Override
  public void close() {
    List<Runnable> _ = pings.shutdownNow();
    sockets.forEach((session, socket) -> {
      socket.end("stopping");
      forget(session);
    });
  }
}
