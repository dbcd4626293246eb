package dev.tidelock.hub.store;

/// What the hub knows of an object's completeness.
public enum Standing {
  /// What lies there is not the object any more. It can be sent again.
  DAMAGED(-1),
  /// It is here; of what it refers to, nothing is known.
  HERE(0),
  /// A commit of which every ancestor is here, with its details. Its tree need not be.
  LINEAGE(1),
  /// It is here with everything that it strongly refers to; a commit also with every ancestor.
  WHOLE(2);

  private final int code;

  Standing(int code) {
    this.code = code;
  }

  /// The number that stands for it in the tables.
  public int code() {
    return code;
  }

  /// The standing that a number stands for.
  public static Standing ofCode(int code) {
    for (Standing standing : values()) {
      if (standing.code == code) {
        return standing;
      }
    }
    throw new StoreFailure(StoreFailure.Reason.CORRUPT, "no object has the standing " + code);
  }
}
