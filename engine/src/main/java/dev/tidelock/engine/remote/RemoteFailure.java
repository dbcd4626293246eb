package dev.tidelock.engine.remote;

/// A remote did not do what was asked.
public final class RemoteFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /// @param reason what kind of failure
  /// @param message what happened, at which remote, to what
  public RemoteFailure(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /// @param reason what kind of failure
  /// @param message what happened, at which remote, to what
  /// @param cause the complaint behind it
  public RemoteFailure(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /// What kind of failure.
  public Reason reason() {
    return reason;
  }

  /// The kinds of failure that callers tell apart. Only [#UNREACHABLE] is worth another try.
  public enum Reason {
    /// It did not answer, or not to the end.
    UNREACHABLE,
    /// It does not let us.
    DENIED,
    /// It is full.
    NO_SPACE,
    /// What it holds is damaged or contradicts itself.
    CORRUPT,
    /// It refused a push that would leave it incomplete.
    INCOMPLETE,
    /// What was named is not there.
    NOT_FOUND,
    /// It does not take what it was asked as asked: one side is too old, or something was damaged
    /// on the way.
    REFUSED
  }
}
