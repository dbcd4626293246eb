package dev.tidelock.hub.object;

import dev.tidelock.core.object.ObjectId;

/// What the hub stored is not what it reads: the disk lost or changed it. It can be sent again.
public final class DamagedObjectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ObjectId id;

  /// @param id the object
  public DamagedObjectException(ObjectId id) {
    super("object " + id + " is damaged at the hub");
    this.id = id;
  }

  /// The object.
  public ObjectId id() {
    return id;
  }
}
