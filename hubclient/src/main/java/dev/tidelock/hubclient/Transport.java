package dev.tidelock.hubclient;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.Executor;

/// What carries requests to a hub, and its answers back. It carries each once: whether to ask again
/// is for the [HubConnection] to decide. For use by any thread.
public interface Transport extends AutoCloseable {
  /// Sends a request and waits for the head of its answer.
  ///
  /// @param headers what goes with it, name by value
  /// @throws java.net.ConnectException if the hub is not there: it got nothing of the request
  /// @throws IOException if no answer came: nobody knows what the hub got
  Reply send(Request request, Map<String, String> headers) throws IOException;

  /// Carries out what need not wait for each other: one after the other, unless a transport can do
  /// better.
  default Executor beside() {
    return Runnable::run;
  }

  /// Begins to listen to a hub.
  WebSocket.Builder webSocket();

  @Override
  void close();

  /// The head of an answer.
  ///
  /// @param status the status of HTTP
  /// @param headers the headers of HTTP
  /// @param body the body, still on its way; reading it may fail, and it must be closed
  record Reply(int status, HttpHeaders headers, InputStream body) {}
}
