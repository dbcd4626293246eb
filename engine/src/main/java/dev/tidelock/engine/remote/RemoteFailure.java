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

  /// Whether it may be gone by itself: such a failure is worth another try.
  public boolean mayPass() {
    return switch (reason) {
      case UNREACHABLE, TIMEOUT, OUTDATED -> true;
      case DENIED, NO_SPACE, CORRUPT, INCOMPLETE, NOT_FOUND, REFUSED -> false;
    };
  }

  /// The kinds of failure that callers tell apart.
  public enum Reason {
    /// It did not answer, or not to the end.
    UNREACHABLE,
    /// It was reached, and then said nothing for too long.
    TIMEOUT,
    /// It does not let us.
    DENIED,
    /// It is full.
    NO_SPACE,
    /// What it holds is damaged or contradicts itself.
    CORRUPT,
    /// It refused a push that would leave it incomplete.
    INCOMPLETE,
    /// What was asked for was let go since the remote was last looked at: look again.
    OUTDATED,
    /// What was named is not there.
    NOT_FOUND,
    /// It does not take what it was asked as asked: one side is too old, or something was damaged
    /// on the way.
    REFUSED
  }
}
