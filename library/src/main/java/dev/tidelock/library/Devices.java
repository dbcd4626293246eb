package dev.tidelock.library;

import dev.tidelock.hubclient.HubAccount;
import dev.tidelock.hubclient.HubConnection;
import dev.tidelock.hubclient.Trust;
import dev.tidelock.workspace.device.SignIn;
import dev.tidelock.workspace.remote.HubTerms;
import dev.tidelock.workspace.remote.RemoteUrl;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// This device, and those that are registered at the hub. For use by any thread.
public final class Devices {
  private final Supplier<SyncConfig> config;

  Devices(Supplier<SyncConfig> config) {
    this.config = config;
  }

  /// A device.
  ///
  /// @param id its id
  /// @param name what it is called
  /// @param lastSeen when it used the hub last, as the hub wrote it; empty if never, or if it is
  ///   not known
  public record Device(String id, String name, String lastSeen) {}

  /// This device. It gets its identity on the first call ever.
  public Device local() {
    var device = access().home().device();
    return new Device(device.id().text(), device.name(), "");
  }

  /// Registers this device at the hub: it gets a right of its own there, which is kept in the
  /// device's own directory, and the password is not.
  ///
  /// @throws SyncFailure if the hub does not let it, or does not answer
  public Device register(String email, String password) {
    DeviceAccess access = access();
    RemoteUrl.Hub hub = hub();
    var device = access.home().device();
    HubTerms terms =
        access.home().signIns().at(hub.toString()).map(HubTerms::of).orElse(HubTerms.UNSAID);
    Problems.asked(() -> {
      try (HubConnection connection = access.remotes().connect(hub, Optional.empty(), terms)) {
        HubAccount.Granted granted =
            new HubAccount(connection).signIn(email, password, device.id().text(), device.name());
        access
            .home()
            .keep(
                new SignIn(
                    hub.toString(),
                    granted.token(),
                    granted.person().email(),
                    granted.expires(),
                    terms.plain(),
                    terms.trust().map(Trust::authorities).orElse("")));
        return granted;
      }
    });
    return local();
  }

  /// The devices that are registered at the hub.
  ///
  /// @throws SyncFailure if the hub does not let us, or does not answer
  public List<Device> list() {
    return with(account ->
        account.tokens().stream()
            .filter(token -> token.device().isPresent())
            .map(token ->
                new Device(
                    token.device().orElseThrow(),
                    token.deviceName().orElse(""),
                    token.used().orElse("")))
            .toList());
  }

  /// Shuts a device out: it keeps what it has, and syncs no more until it is registered again.
  ///
  /// @param id as [#list] tells it
  /// @throws SyncFailure if there is no such device, or the hub does not let us or does not answer
  public void deregister(String id) {
    boolean found =
        with(account -> {
          List<HubAccount.TokenView> tokens =
              account.tokens().stream()
                  .filter(token -> token.device().filter(id::equals).isPresent())
                  .toList();
          tokens.forEach(token -> account.revoke(token.id()));
          return !tokens.isEmpty();
        });
    if (!found) {
      throw new SyncFailure(
          SyncFailure.Reason.INVALID, "no device '" + id + "' is registered", "see list()");
    }
  }

  private <T> T with(Function<HubAccount, T> use) {
    return Problems.asked(() -> {
      try (HubConnection connection = access().remotes().connect(hub())) {
        return use.apply(new HubAccount(connection));
      }
    });
  }

  private DeviceAccess access() {
    return DeviceAccess.of(config.get());
  }

  private RemoteUrl.Hub hub() {
    Optional<String> url = config.get().remote().map(RemoteTarget::url);
    if (url.isEmpty() || !(RemoteUrl.parse(url.get()) instanceof RemoteUrl.Hub hub)) {
      throw new SyncFailure(
          SyncFailure.Reason.INVALID,
          "devices are registered at hubs, and the remote is none",
          "give the configuration the address of a hub");
    }
    return hub;
  }
}
