import org.jspecify.annotations.NullMarked;

/// Sync as decisions over ports: scan, send, receive, merge, apply. No thread, no clock, no file
/// system of its own.
@NullMarked
module dev.tidelock.engine {
  requires static org.jspecify;
  requires transitive dev.tidelock.core;

  exports dev.tidelock.engine.port;
  exports dev.tidelock.engine.remote;
  exports dev.tidelock.engine.store;
}
