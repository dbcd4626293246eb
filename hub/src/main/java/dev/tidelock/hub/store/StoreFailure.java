package dev.tidelock.hub.store;

/// The hub's memory did not do what was asked.
public final class StoreFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /// @param reason what kind of failure
  /// @param message what happened, to what
  public StoreFailure(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /// @param reason what kind of failure
  /// @param message what happened, to what
  /// @param cause the complaint behind it
  public StoreFailure(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /// What kind of failure.
  public Reason reason() {
    return reason;
  }

  /// The kinds of failure that callers tell apart.
  public enum Reason {
    /// The disk is full.
    NO_SPACE,
    /// The project may not become larger.
    QUOTA,
    /// Too much is going on; worth another try.
    BUSY,
    /// What is stored is damaged, or of a newer version.
    CORRUPT,
    /// Anything else.
    FAILED
  }
}
