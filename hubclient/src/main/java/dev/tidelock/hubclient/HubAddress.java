package dev.tidelock.hubclient;

import dev.tidelock.core.MalformedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/// Where a hub is: an `http:` or `https:` URL, perhaps with a path that a reverse proxy put before
/// the hub's own.
///
/// @param base the URL without a slash at its end, in its one canonical form
public record HubAddress(URI base) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int LARGEST_PORT = 65_535;

  /// Whether a text begins as the address of a hub does.
  public static boolean isOne(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.startsWith("http://") || lower.startsWith("https://");
  }

  /// Reads an address as a person wrote it.
  ///
  /// @throws MalformedException if it is no address of a hub
  public static HubAddress parse(String text) {
    URI uri;
    try {
      uri = new URI(text.strip()).normalize();
    } catch (URISyntaxException e) {
      throw new MalformedException("'" + text + "' is not a URL: " + e.getReason(), e);
    }
    String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    Optional<String> host = Optional.ofNullable(uri.getHost());
    if (host.isEmpty() || !scheme.equals("http") && !scheme.equals("https")) {
      throw new MalformedException("'" + text + "' is not a hub's address, as https://hub.example");
    }
    if (uri.getRawUserInfo() != null) {
      throw new MalformedException("a hub's address holds no name or password");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new MalformedException(
          "'" + text + "' has a '?' or '#', which a hub's address has not");
    }
    if (uri.getPort() == 0 || uri.getPort() > LARGEST_PORT) {
      throw new MalformedException("'" + text + "' names no port that there is");
    }
    return new HubAddress(
        URI.create(
            scheme
                + "://"
                + host.get().toLowerCase(Locale.ROOT)
                + port(scheme, uri.getPort())
                + path(uri)));
  }

  private static String port(String scheme, int port) {
    boolean usual = port < 0 || port == (scheme.equals("http") ? HTTP : HTTPS);
    return usual ? "" : ":" + port;
  }

  private static String path(URI uri) {
    String path = Optional.ofNullable(uri.getRawPath()).orElse("");
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  /// Whether what is sent there can be read and changed on the way.
  public boolean isOpenToOthers() {
    String host = base.getHost();
    boolean loopback =
        host.equals("localhost")
            || host.equals("[::1]")
            || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    return !isEncrypted() && !loopback;
  }

  boolean isEncrypted() {
    return base.getScheme().equals("https");
  }

  /// The URL of a request.
  ///
  /// @param path begins with a slash
  URI uri(String path) {
    return URI.create(base + path);
  }

  /// The URL of a WebSocket.
  URI webSocket(String path) {
    return URI.create((isEncrypted() ? "wss" : "ws") + base.toString().substring(scheme()) + path);
  }

  private int scheme() {
    return base.getScheme().length();
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
