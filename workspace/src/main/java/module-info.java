import org.jspecify.annotations.NullMarked;

/// Workspaces on a machine: where they are, what is set for them, which device this is, how it gets
/// to remotes, and the engine wired to all of it. For programs, and for the library.
@NullMarked
module dev.tidelock.workspace {
  requires static org.jspecify;
  requires transitive dev.tidelock.engine;
  requires transitive dev.tidelock.hubclient;
  requires transitive dev.tidelock.platform;
  requires dev.tidelock.structured;
  requires org.snakeyaml.engine;

  exports dev.tidelock.workspace;
  exports dev.tidelock.workspace.device;
  exports dev.tidelock.workspace.json;
  exports dev.tidelock.workspace.machine;
  exports dev.tidelock.workspace.queue;
  exports dev.tidelock.workspace.remote;
  exports dev.tidelock.workspace.settings;
}
