package dev.tidelock.simulation.hub;

import dev.tidelock.hubclient.Transport;
import dev.tidelock.simulation.world.Site;

/// The way of a device to a hub.
///
/// @param site what the hub is called
/// @param transport carries requests to it
public record HubLink(String site, Transport transport) implements Site.Link {
  /// What a request has to be signed with.
  public String secret() {
    return SimHub.SECRET;
  }
}
