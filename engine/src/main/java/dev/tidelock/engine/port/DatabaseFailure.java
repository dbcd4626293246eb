package dev.tidelock.engine.port;

/// A database did not do what was asked. Nothing of it happened.
public final class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /// @param reason what kind of failure
  /// @param message what happened, to which database
  public DatabaseFailure(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /// @param reason what kind of failure
  /// @param message what happened, to which database
  /// @param cause SQLite's own complaint
  public DatabaseFailure(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /// What kind of failure.
  public Reason reason() {
    return reason;
  }

  /// The kinds of failure that callers tell apart.
  public enum Reason {
    /// There is no such file.
    MISSING,
    /// Something stands there already.
    EXISTS,
    /// The file is no SQLite database.
    NOT_A_DATABASE,
    /// The file looks like an encrypted database.
    ENCRYPTED,
    /// The file is damaged.
    CORRUPT,
    /// A newer version of Tidelock keeps its tables in it.
    NEWER,
    /// Permission is missing.
    DENIED,
    /// The volume, or the file, can only be read.
    READ_ONLY,
    /// The application, or another process, holds a lock.
    BUSY,
    /// A schema changed meanwhile: look again.
    CHANGED,
    /// The table cannot be tracked.
    REFUSED,
    /// The volume is full.
    NO_SPACE,
    /// The device failed, or anything else.
    BROKEN
  }
}
