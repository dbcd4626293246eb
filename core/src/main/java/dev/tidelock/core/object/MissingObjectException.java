package dev.tidelock.core.object;

/// An object that was asked for is not at the place that was asked.
public final class MissingObjectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ObjectId id;

  /// @param id the object that is missing
  public MissingObjectException(ObjectId id) {
    this.id = id;
  }

  @Override
  public String getMessage() {
    return "object " + id + " is missing";
  }

  /// The object that is missing.
  public ObjectId id() {
    return id;
  }
}
