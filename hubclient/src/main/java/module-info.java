import org.jspecify.annotations.NullMarked;

/// A hub as a remote of the engine: the protocol's device side, over HTTP and WebSocket.
@NullMarked
module dev.tidelock.hubclient {
  requires static org.jspecify;
  requires transitive dev.tidelock.engine;
  requires transitive java.net.http;
  requires tools.jackson.core;

  exports dev.tidelock.hubclient;
}
