package dev.tidelock.core.object;

/// A place to write objects to.
@FunctionalInterface
public interface ObjectSink {
  /// Takes the object, if it is not there yet, and returns its id. Durable only after whatever
  /// barrier the place defines.
  ObjectId put(RawObject object);
}
