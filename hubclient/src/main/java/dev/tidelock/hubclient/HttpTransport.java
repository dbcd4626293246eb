package dev.tidelock.hubclient;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// HTTP over sockets: waits as long as a request or its answer makes headway.
final class HttpTransport implements Transport {
  private final HubAddress hub;
  private final Patience patience;
  private final HttpClient client;

  /// @param trust whose word is taken on which hub it is
  HttpTransport(HubAddress hub, Patience patience, Trust trust) {
    this.hub = hub;
    this.patience = patience;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(hub.isEncrypted() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience.connect());
    if (hub.isEncrypted()) {
      trust.context().ifPresent(builder::sslContext);
    } else {
      builder.sslContext(Trust.nobody());
    }
    this.client = builder.build();
  }

  @Override
  public Reply send(Request request, Map<String, String> headers) throws IOException {
    SteadyBody body = new SteadyBody(request.body());
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(hub.uri(request.path())).method(request.method(), body.publisher());
    headers.forEach(builder::header);
    if (!request.type().isEmpty()) {
      builder.header("Content-Type", request.type());
    }
    CompletableFuture<HttpResponse<InputStream>> coming =
        client.sendAsync(builder.build(), _ -> new TimedBody(patience.idle()));
    HttpResponse<InputStream> response = await(coming, body, request.effort());
    return new Reply(response.statusCode(), response.headers(), response.body());
  }

  /// Waits for the head of an answer, as long as the request makes headway.
  private HttpResponse<InputStream> await(
      CompletableFuture<HttpResponse<InputStream>> coming, SteadyBody body, Request.Effort effort)
      throws IOException {
    Duration answer = effort == Request.Effort.WORK ? patience.work() : patience.idle();
    while (true) {
      Duration limit = body.isTaken() ? answer : patience.idle();
      long left = limit.toNanos() - (System.nanoTime() - body.progress());
      try {
        return coming.get(Math.max(left, 1), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (System.nanoTime() - body.progress() >= limit.toNanos()) {
          coming.cancel(true);
          throw silence("no answer within " + limit.toSeconds() + " seconds", e);
        }
      } catch (InterruptedException e) {
        coming.cancel(true);
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } catch (ExecutionException e) {
        throw cause(e);
      }
    }
  }

  private static HttpTimeoutException silence(String message, TimeoutException cause) {
    HttpTimeoutException silence = new HttpTimeoutException(message);
    silence.initCause(cause);
    return silence;
  }

  private static IOException cause(ExecutionException e) {
    Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
    return cause instanceof IOException io ? io : new IOException(cause);
  }

  @Override
  public Executor beside() {
    return task -> Thread.ofVirtual().name("hub").start(task);
  }

  @Override
  public WebSocket.Builder webSocket() {
    return client.newWebSocketBuilder().connectTimeout(patience.connect());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
