import org.jspecify.annotations.NullMarked;

/// Sync as decisions over ports: scan, send, receive, merge, apply. No thread, no clock, no file
/// system of its own.
@NullMarked
module dev.tidelock.engine {
  requires static org.jspecify;
  requires transitive dev.tidelock.core;

  exports dev.tidelock.engine.apply;
  exports dev.tidelock.engine.guard;
  exports dev.tidelock.engine.history;
  exports dev.tidelock.engine.naming;
  exports dev.tidelock.engine.port;
  exports dev.tidelock.engine.record;
  exports dev.tidelock.engine.remote;
  exports dev.tidelock.engine.scan;
  exports dev.tidelock.engine.shown;
  exports dev.tidelock.engine.store;
  exports dev.tidelock.engine.sync;
  exports dev.tidelock.engine.tree;
}
