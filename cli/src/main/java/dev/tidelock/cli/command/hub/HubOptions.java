package dev.tidelock.cli.command.hub;

import dev.tidelock.cli.output.Failure;

/// What a person says of a hub that is to serve, in numbers that it can use.
final class HubOptions {
  private static final int LAST_PORT = 65_535;

  /// As many MiB as can be counted in bytes.
  private static final long MOST_MIB = Long.MAX_VALUE >> 20;

  private HubOptions() {}

  /// Where to listen.
  ///
  /// @param host a name or an address, not empty
  /// @param port 0 for any that is free
  record Endpoint(String host, int port) {
    /// Reads `HOST:PORT`.
    static Endpoint parse(String text) {
      int colon = text.lastIndexOf(':');
      String host = colon < 0 ? "" : text.substring(0, colon);
      String port = text.substring(colon + 1);
      if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > LAST_PORT) {
        throw Failure.usage("'" + text + "' is no HOST:PORT", "such as 127.0.0.1:7333");
      }
      return new Endpoint(host, Integer.parseInt(port));
    }
  }

  /// A quota in bytes.
  static long quota(long mib) {
    if (mib < 1 || mib > MOST_MIB) {
      throw Failure.usage(
          "a quota of " + mib + " MiB cannot be kept", "give --quota from 1 to " + MOST_MIB);
    }
    return mib << 20;
  }
}
