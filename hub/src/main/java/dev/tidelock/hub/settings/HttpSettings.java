package dev.tidelock.hub.settings;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How the hub is reached.
///
/// @param address where it listens; port 0 for any free one
/// @param certificate what it shows of itself over TLS; nothing for plain HTTP
/// @param proxy whether requests come through a reverse proxy that tells where from
/// @param metrics who may read the metrics
/// @param idle how long a connection may be silent, and the head of a request may take
public record HttpSettings(
    InetSocketAddress address,
    Optional<Certificate> certificate,
    Proxy proxy,
    Metrics metrics,
    Duration idle) {
  private static final Duration USUAL_IDLE = Duration.ofSeconds(30);

  /// Settings with the patience that suits devices and networks.
  public HttpSettings(
      InetSocketAddress address, Optional<Certificate> certificate, Proxy proxy, Metrics metrics) {
    this(address, certificate, proxy, metrics, USUAL_IDLE);
  }

  /// A certificate in PEM files.
  ///
  /// @param chain the certificate, then those that vouch for it
  /// @param key its private key, in PKCS #8
  public record Certificate(Path chain, Path key) {}

  /// Whether somebody stands in front.
  public enum Proxy {
    /// Nobody: the other end of the connection is the device.
    NONE,
    /// A proxy, whose word on where a request came from is taken.
    TRUSTED
  }

  /// Who may read the metrics.
  public enum Metrics {
    /// Programs on this machine.
    LOOPBACK,
    /// Everybody.
    OPEN
  }
}
