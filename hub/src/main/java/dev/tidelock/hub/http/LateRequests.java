package dev.tidelock.hub.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.util.thread.Scheduler;

/// Ends connections on which no request has come to the end of its head for long, though bytes drip
/// in. Those that are silent end by themselves.
final class LateRequests implements Connection.Listener {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Scheduler scheduler;

  LateRequests(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /// Watches the connections that a factory makes.
  static void watch(HttpConnectionFactory factory, Scheduler scheduler) {
    factory.addEventListener(new LateRequests(scheduler));
  }

  @Override
  public void onOpened(Connection connection) {
    scheduler.schedule(
        () -> {
          if (connection.getMessagesIn() == 0) {
            connection.getEndPoint().close();
          }
        },
        LIMIT.toMillis(),
        TimeUnit.MILLISECONDS);
  }
}
