package dev.tidelock.hub.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.util.thread.Scheduler;

/// Ends connections on which no request has come to the end of its head for long, though bytes drip
/// in: neither the first one nor one after others. Those that are silent end by themselves.
final class LateRequests implements Connection.Listener {
  private final Scheduler scheduler;
  private final Duration limit;

  private LateRequests(Scheduler scheduler, Duration limit) {
    this.scheduler = scheduler;
    this.limit = limit;
  }

  /// Watches the connections that a factory makes.
  ///
  /// @param limit how long a head may take, twice that in bad luck
  static void watch(HttpConnectionFactory factory, Scheduler scheduler, Duration limit) {
    factory.addEventListener(new LateRequests(scheduler, limit));
  }

  @Override
  public void onOpened(Connection connection) {
    lookLater(connection, 0);
  }

  private void lookLater(Connection connection, long seen) {
    scheduler.schedule(() -> look(connection, seen), limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// @param seen how many requests there were when it was looked at before
  private void look(Connection connection, long seen) {
    boolean speaksHttp = connection.getEndPoint().getConnection() == connection;
    if (!speaksHttp || !connection.getEndPoint().isOpen()) {
      return;
    }
    long requests = connection.getMessagesIn();
    boolean waits = requests == connection.getMessagesOut();
    if (waits && requests == seen) {
      connection.getEndPoint().close();
    } else {
      lookLater(connection, requests);
    }
  }
}
