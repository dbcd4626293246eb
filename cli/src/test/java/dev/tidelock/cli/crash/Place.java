package dev.tidelock.cli.crash;

import dev.tidelock.cli.command.Device;
import dev.tidelock.cli.output.Surroundings;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.hub.Hub;
import dev.tidelock.hub.HubLog;
import dev.tidelock.hub.account.People;
import dev.tidelock.hub.settings.HttpSettings;
import dev.tidelock.hub.settings.HubSettings;
import dev.tidelock.workspace.device.DeviceHome;
import dev.tidelock.workspace.machine.Machine;
import dev.tidelock.workspace.remote.ProjectPlace;
import dev.tidelock.workspace.remote.RemoteAccess;
import dev.tidelock.workspace.remote.RemoteUrl;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// Where two devices meet.
sealed interface Place extends AutoCloseable {
  /// Its address.
  String url();

  /// Lets a device in.
  void admit(Device device);

  @Override
  void close();

  /// Opens it, to read what it keeps.
  default ProjectPlace open(Device device) {
    Surroundings surroundings =
        new Surroundings(
            device.directory(), device.environment(), Terminal.ofProcess(), InstantSource.system());
    return new RemoteAccess(
            surroundings.process(), new DeviceHome(surroundings.process(), Machine.RANDOMNESS))
        .open(RemoteUrl.parse(url()));
  }

  /// A directory that both reach.
  ///
  /// @param path where
  record Directory(Path path) implements Place {
    @Override
    public String url() {
      return "file://" + path;
    }

    @Override
    public void admit(Device device) {
      // Whoever reaches it is in.
    }

    @Override
    public void close() {
      // It is deleted with the world.
    }
  }

  /// A hub.
  ///
  /// @param address where it answers
  /// @param hub what is closed with it
  record Served(String address, AutoCloseable hub) implements Place {
    static final String EMAIL = "ann@example.org";
    static final String PASSWORD = "correct horse battery";

    /// Serves a directory, with an account.
    ///
    /// @param port where, or 0 for any that is free
    static Served inThisProcess(Path data, int port) {
      HubLog.toStandardError(HubLog.Detail.USUAL);
      Hub hub =
          Hub.start(
              new HubSettings(
                  data,
                  new HttpSettings(
                      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
                      Optional.empty(),
                      HttpSettings.Proxy.NONE,
                      HttpSettings.Metrics.LOOPBACK),
                  HubSettings.UNLIMITED,
                  HubSettings.Garbage.ON_DEMAND,
                  "crash"));
      if (hub.people().all().isEmpty()) {
        boolean _ = hub.people().add(EMAIL, PASSWORD, People.Role.USER).isPresent();
      }
      return new Served(hub.url().toString().replaceAll("/$", ""), hub);
    }

    /// Lets somebody sign in at a hub that another process is, or will be.
    static void addAccount(Device keeper, Path data) {
      Device.Result _ =
          keeper
              .typing(PASSWORD + "\n")
              .run("hub", "user", "add", EMAIL, "--password-stdin", "--data", data.toString());
    }

    int port() {
      return URI.create(address).getPort();
    }

    @Override
    public String url() {
      return address;
    }

    @Override
    public void admit(Device device) {
      Device.Result result =
          device
              .typing(PASSWORD + "\n")
              .run("login", address, "--email", EMAIL, "--password-stdin");
      if (result.exit() != 0) {
        throw new AssertionError(result);
      }
    }

    @Override
    public void close() {
      try {
        hub.close();
      } catch (Exception failure) {
        throw new IllegalStateException("the hub does not end", failure);
      }
    }
  }
}
