package dev.tidelock.core.object;

/// A place to read objects from. What it returns was verified: the object's id is the id asked for.
@FunctionalInterface
public interface ObjectSource {
  /// The object with this id.
  ///
  /// @throws MissingObjectException if this place does not have it
  /// @throws dev.tidelock.core.MalformedException if this place has it, but damaged
  RawObject get(ObjectId id);
}
