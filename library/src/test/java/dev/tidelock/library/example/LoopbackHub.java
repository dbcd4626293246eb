package dev.tidelock.library.example;

import dev.tidelock.hub.Hub;
import dev.tidelock.hub.account.People;
import dev.tidelock.hub.settings.HttpSettings;
import dev.tidelock.hub.settings.HubSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A real hub on a free port of this machine, with one account.
public final class LoopbackHub implements AutoCloseable {
  public static final String EMAIL = "ann@example.org";
  public static final String PASSWORD = "correct horse";

  private final Hub hub;

  public LoopbackHub(Path data) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    hub =
        Hub.start(
            new HubSettings(
                data,
                new HttpSettings(
                    address,
                    Optional.empty(),
                    HttpSettings.Proxy.NONE,
                    HttpSettings.Metrics.LOOPBACK,
                    Duration.ofSeconds(30)),
                HubSettings.UNLIMITED,
                HubSettings.Garbage.DAILY,
                "test"));
    if (hub.people().add(EMAIL, PASSWORD, People.Role.USER).isEmpty()) {
      throw new IllegalStateException("there is such an account already");
    }
  }

  public String url() {
    return hub.url().toString();
  }

  @Override
  public void close() {
    hub.close();
  }
}
