package dev.tidelock.workspace.remote;

import dev.tidelock.hubclient.HubAddress;
import dev.tidelock.hubclient.HubConnection;
import dev.tidelock.hubclient.LivePicture;
import dev.tidelock.hubclient.Patience;
import dev.tidelock.hubclient.Trust;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The ways to hubs that are open, kept from one use to the next by a process that comes back: a
/// round of a watch is shorter than making a connection. For use by any thread.
public final class HubConnections implements AutoCloseable {
  private final Map<Way, HubConnection> open = new HashMap<>();
  private final Map<String, LivePicture> pictures = new HashMap<>();

  /// The way to a hub with the rights of a token.
  synchronized HubConnection to(HubAddress address, Optional<String> token, Trust trust) {
    return open.computeIfAbsent(
        new Way(address, token, trust),
        _ -> new HubConnection(address, token, Patience.SHORT, trust));
  }

  /// Where a project stands at a hub, for whoever listens to it and whoever asks.
  synchronized LivePicture picture(HubAddress address, String project) {
    return pictures.computeIfAbsent(address + " " + project, _ -> new LivePicture());
  }

  @Override
  public synchronized void close() {
    open.values().forEach(HubConnection::close);
    open.clear();
  }

  private record Way(HubAddress address, Optional<String> token, Trust trust) {}
}
