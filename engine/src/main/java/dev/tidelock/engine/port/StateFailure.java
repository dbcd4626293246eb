package dev.tidelock.engine.port;

/// The state store did not do what was asked. Nothing of the failed write happened.
public final class StateFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /// @param reason what kind of failure
  /// @param message what happened, to which file
  /// @param cause the store's own complaint
  public StateFailure(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /// What kind of failure.
  public Reason reason() {
    return reason;
  }

  /// The kinds of failure that callers tell apart.
  public enum Reason {
    /// What is stored is damaged, or was written by a newer version.
    CORRUPT,
    /// The volume is full.
    NO_SPACE,
    /// Permission is missing, or the volume is read-only.
    DENIED,
    /// Another process holds it.
    BUSY,
    /// The device failed, or anything else.
    BROKEN
  }
}
