package dev.tidelock.cli.command;

import dev.tidelock.hub.Hub;
import dev.tidelock.hub.account.People;
import dev.tidelock.hub.settings.HttpSettings;
import dev.tidelock.hub.settings.HubSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// A hub as a process: serves a directory on a port until it is told to end.
final class HubMain {
  private HubMain() {}

  /// @param arguments the directory, the port, a password, and who may sign in with it
  public static void main(String[] arguments) throws InterruptedException {
    int port = Integer.parseInt(arguments[1]);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HubSettings settings =
        new HubSettings(
            Path.of(arguments[0]),
            new HttpSettings(
                address, Optional.empty(), HttpSettings.Proxy.NONE, HttpSettings.Metrics.LOOPBACK),
            HubSettings.UNLIMITED,
            "test");
    Hub hub = Hub.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(hub::close));
    for (int i = 3; i < arguments.length; i++) {
      hub.people().add(arguments[i], arguments[2], People.Role.USER);
    }
    System.out.println(hub.url());
    new CountDownLatch(1).await();
  }
}
