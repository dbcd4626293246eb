package dev.tidelock.scenarios;

import dev.tidelock.engine.port.Databases;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.Remote;

/// What stands between the engine and its ports while a device acts: nothing, unless a scenario
/// wants something to happen just then.
interface Around {
  Around NOTHING = new Around() {};

  default FileSystem files(FileSystem files) {
    return files;
  }

  default Databases databases(Databases databases) {
    return databases;
  }

  default StateStore state(StateStore state) {
    return state;
  }

  default Remote remote(Remote remote) {
    return remote;
  }
}
