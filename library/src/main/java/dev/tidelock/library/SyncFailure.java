package dev.tidelock.library;

/// A call of the library that cannot be carried out, whatever the remote does. What goes wrong
/// during an operation is in its [dev.tidelock.library.report.SyncResult] instead.
public final class SyncFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String hint;

  /// @param reason what kind of failure
  /// @param message what happened, on what
  /// @param hint what to do next; empty if there is nothing to say
  SyncFailure(Reason reason, String message, String hint) {
    super(message);
    this.reason = reason;
    this.hint = hint;
  }

  /// @param reason what kind of failure
  /// @param message what happened, on what
  /// @param hint what to do next; empty if there is nothing to say
  /// @param cause the complaint behind it
  SyncFailure(Reason reason, String message, String hint, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.hint = hint;
  }

  /// What kind of failure.
  public Reason reason() {
    return reason;
  }

  /// What to do next; empty if there is nothing to say.
  public String hint() {
    return hint;
  }

  /// The kinds of failure that callers tell apart.
  public enum Reason {
    /// What was asked for cannot be meant.
    INVALID,
    /// The database is missing, or is none.
    DATABASE,
    /// A table cannot be synced.
    TABLE,
    /// Another process, or the application, holds the workspace or the database.
    BUSY,
    /// Nobody is signed in, or rights or permissions do not suffice.
    NOT_ALLOWED,
    /// The remote does not answer.
    UNREACHABLE,
    /// It was closed.
    CLOSED,
    /// Something stored cannot be used.
    UNUSABLE
  }
}
