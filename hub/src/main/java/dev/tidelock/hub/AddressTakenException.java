package dev.tidelock.hub;

import java.net.InetSocketAddress;

/// The address on which a hub was to listen cannot be had.
public final class AddressTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AddressTakenException(InetSocketAddress address, Throwable cause) {
    super(
        "the hub cannot listen on "
            + address.getHostString()
            + ":"
            + address.getPort()
            + ": the address is taken, or not this machine's",
        cause);
  }
}
