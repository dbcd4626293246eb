package dev.tidelock.library;

import dev.tidelock.library.rule.RuleBook;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.SettingsFile;
import dev.tidelock.workspace.device.DeviceHome;
import dev.tidelock.workspace.machine.Environment;
import dev.tidelock.workspace.machine.Machine;
import dev.tidelock.workspace.remote.RemoteAccess;
import java.util.HashMap;
import java.util.Map;

/// This device as a configuration has it, and how it gets to remotes.
///
/// @param environment the environment of the process, with what the configuration says instead
/// @param home the device's own directory
/// @param remotes the way to remotes
record DeviceAccess(Environment environment, DeviceHome home, RemoteAccess remotes) {
  static DeviceAccess of(SyncConfig config) {
    Environment process = Environment.ofProcess();
    Map<String, String> variables = new HashMap<>(process.variables());
    config.home().ifPresent(home -> variables.put("TIDELOCK_HOME", home.toString()));
    config
        .remote()
        .ifPresent(remote ->
            remote
                .token()
                .ifPresent(token -> {
                  variables.put("TIDELOCK_HUB", remote.url());
                  variables.put("TIDELOCK_TOKEN", token);
                }));
    Environment environment = new Environment(process.directory(), variables);
    DeviceHome home = new DeviceHome(environment, Machine.RANDOMNESS);
    return new DeviceAccess(environment, home, new RemoteAccess(environment, home));
  }

  /// Opens a workspace of the configuration's.
  OpenWorkspace open(Place place, SyncConfig config) {
    return OpenWorkspace.open(
        place,
        SettingsFile.require(place, environment),
        home,
        remotes,
        new RuleBook(config.name(), config.rules()));
  }
}
