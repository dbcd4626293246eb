package dev.tidelock.hub.http;

import dev.tidelock.engine.port.Clock;
import dev.tidelock.hub.account.Access;
import dev.tidelock.hub.bus.Bus;
import dev.tidelock.hub.http.message.Hello;
import dev.tidelock.hub.object.Intake;
import dev.tidelock.hub.object.ProjectObjects;
import dev.tidelock.hub.project.HeadMoves;
import dev.tidelock.hub.protocol.ErrorCode;
import dev.tidelock.hub.protocol.Refusal;
import dev.tidelock.hub.settings.HttpSettings;
import dev.tidelock.hub.settings.UnusableCertificateException;
import dev.tidelock.hub.store.Records;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.Servlet;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The hub's face: the protocol on a socket. A request takes a virtual thread, an idle connection
/// takes none.
public final class HubServer implements AutoCloseable {
  private static final int CONNECTIONS = 10_000;
  private static final int THREADS = 64;
  private static final Duration DRAIN = Duration.ofSeconds(20);

  private final HttpSettings settings;
  private final Parts parts;
  private final Meters meters = new Meters();
  private final EventRoutes events;
  private final Javalin javalin;

  /// What the routes lead to.
  ///
  /// @param records what the hub remembers
  /// @param access who may come in
  /// @param intake takes objects
  /// @param objects gives the objects of a project for one thread, by its number
  /// @param moves moves heads
  /// @param bus announces
  /// @param clock the time
  /// @param version of the program
  public record Parts(
      Records records,
      Access access,
      Intake intake,
      LongFunction<ProjectObjects> objects,
      HeadMoves moves,
      Bus bus,
      Clock clock,
      String version) {}

  private HubServer(HttpSettings settings, Parts parts) {
    this.settings = settings;
    this.parts = parts;
    Gate gate = new Gate(parts.records(), parts.access());
    events = new EventRoutes(gate, parts.access(), parts.records(), parts.bus());
    meters.sockets(events::count);
    javalin = Javalin.create(config -> configure(config, gate));
  }

  /// Starts to answer.
  ///
  /// @throws UnusableCertificateException if the certificate cannot be used
  /// @throws io.javalin.util.JavalinBindException if the address cannot be had
  public static HubServer start(HttpSettings settings, Parts parts) {
    HubServer server = new HubServer(settings, parts);
    server.javalin.start();
    return server;
  }

  /// A hub that opens no socket, and answers what is brought to its [#servlet].
  public static HubServer withoutSocket(HttpSettings settings, Parts parts) {
    return new HubServer(settings, parts);
  }

  /// The protocol, for requests that come by another way than a socket. Announcements need one.
  public Servlet servlet() {
    return javalin.javalinServlet();
  }

  /// Where it answers.
  public URI url() {
    String scheme = settings.certificate().isPresent() ? "https" : "http";
    InetAddress address = settings.address().getAddress();
    String host = address.isAnyLocalAddress() ? "localhost" : settings.address().getHostString();
    String quoted = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return URI.create("%s://%s:%d/".formatted(scheme, quoted, javalin.port()));
  }

  private void configure(JavalinConfig config, Gate gate) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.defaultContentType = "application/json";
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
    threads.setName("hub-http");
    threads.setVirtualThreadsExecutor(
        VirtualThreads.getNamedVirtualThreadsExecutor("hub-request-"));
    config.jetty.threadPool = threads;
    config.jetty.modifyServer(this::configure);
    config.jetty.addConnector((server, _) -> connector(server));
    config.jetty.modifyWebSocketServletFactory(factory -> {
      // The hub pings, so only a dead connection is ever idle for so long.
      factory.setIdleTimeout(Duration.ofSeconds(90));
      factory.setMaxTextMessageSize(1024);
      factory.setMaxBinaryMessageSize(1024);
    });
    routes(config.routes, gate);
  }

  private void configure(Server server) {
    server.setErrorHandler(new ProtocolErrors());
    server.setStopTimeout(DRAIN.toMillis());
    server.setStopAtShutdown(false);
    server.insertHandler(new GracefulHandler());
    server.addBean(new NetworkConnectionLimit(CONNECTIONS, server));
  }

  private ServerConnector connector(Server server) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    http.setRequestHeaderSize(8 << 10);
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    ServerConnector connector =
        settings
            .certificate()
            .map(certificate -> {
              http.addCustomizer(new SecureRequestCustomizer(false));
              SslContextFactory.Server tls = new SslContextFactory.Server();
              tls.setKeyStore(PemFiles.load(certificate));
              tls.setKeyStorePassword("");
              return new ServerConnector(
                  server, new SslConnectionFactory(tls, plain.getProtocol()), plain);
            })
            .orElseGet(() -> new ServerConnector(server, plain));
    connector.setHost(settings.address().getAddress().getHostAddress());
    connector.setPort(settings.address().getPort());
    connector.setIdleTimeout(settings.idle().toMillis());
    connector.setAcceptQueueSize(1024);
    LateRequests.watch(plain, server.getScheduler(), settings.idle());
    return connector;
  }

  private void routes(RoutesConfig routes, Gate gate) {
    routes.before(request -> {
      request.header(Messages.PROTOCOL_HEADER, Messages.PROTOCOL);
      request.header("Cache-Control", "no-store");
      request.header("X-Content-Type-Options", "nosniff");
      request.attribute("began", parts.clock().monotonicNanos());
    });
    routes.before("/v0/*", Gate::requireProtocol);
    routes.after(this::measure);
    routes.get(
        "/v0",
        request ->
            Messages.answer(request, new Hello("tidelock-hub", List.of(0), parts.version())));
    new AccountRoutes(gate, parts.access(), settings.proxy()).register(routes);
    new ProjectRoutes(gate, parts.records(), parts.clock()).register(routes);
    HeadRoutes heads = new HeadRoutes(gate, parts.moves(), parts.objects(), meters);
    heads.register(routes);
    new ObjectRoutes(gate, parts.records(), parts.intake(), parts.objects(), heads, meters)
        .register(routes);
    events.register(routes);
    routes.get("/healthz", request -> request.contentType("text/plain").result("ok\n"));
    routes.get("/readyz", this::ready);
    routes.get("/metrics", this::metrics);
    Answers.register(routes);
  }

  private void ready(Context request) {
    parts.records().read(tables -> tables.projects().find(0));
    request.contentType("text/plain").result("ok\n");
  }

  private void metrics(Context request) {
    boolean near = settings.proxy() == HttpSettings.Proxy.NONE && isLoopback(request);
    if (settings.metrics() == HttpSettings.Metrics.LOOPBACK && !near) {
      throw new Refusal(
          ErrorCode.NOT_ALLOWED,
          "metrics are for this machine only",
          "start the hub with --open-metrics to let others read them");
    }
    request.contentType("text/plain; version=0.0.4; charset=utf-8").result(meters.scrape());
  }

  private static boolean isLoopback(Context request) {
    try {
      return InetAddress.getByName(request.req().getRemoteAddr()).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }

  private void measure(Context request) {
    Long began = request.attribute("began");
    if (began != null) {
      Duration took = Duration.ofNanos(parts.clock().monotonicNanos() - began);
      String route =
          request.endpoints().lastHttpEndpoint() == null
              ? "none"
              : request.endpoints().lastHttpEndpoint().path;
      meters.request(request.method().name(), route, request.statusCode(), took);
    }
  }

  /// Lets what was begun end, but begins nothing new; then stops.
  @Override
  public void close() {
    events.close();
    javalin.stop();
  }
}
