package dev.tidelock.workspace.machine;

/// The answer of a workspace, or of the device's own directory, that cannot do what it was asked:
/// what happened, on what, and what to do next.
public final class WorkspaceFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String hint;

  /// @param reason what kind of failure it is
  /// @param message what happened, on what
  /// @param hint what to do next; empty if there is nothing to say
  public WorkspaceFailure(Reason reason, String message, String hint) {
    super(message);
    this.reason = reason;
    this.hint = hint;
  }

  /// @param reason what kind of failure it is
  /// @param message what happened, on what
  /// @param hint what to do next; empty if there is nothing to say
  /// @param cause the complaint behind it
  public WorkspaceFailure(Reason reason, String message, String hint, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.hint = hint;
  }

  /// The answer to what cannot be meant.
  public static WorkspaceFailure invalid(String message, String hint) {
    return new WorkspaceFailure(Reason.INVALID, message, hint);
  }

  /// What kind of failure it is.
  public Reason reason() {
    return reason;
  }

  /// What to do next; empty if there is nothing to say.
  public String hint() {
    return hint;
  }

  /// What happened; never null.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /// A kind of failure.
  public enum Reason {
    /// What was asked for cannot be meant.
    INVALID,
    /// The machine does not allow it.
    DENIED,
    /// Another process has the workspace.
    BUSY,
    /// No space is left.
    NO_SPACE,
    /// What is stored is damaged, incomplete, of another version, or cannot be read.
    UNUSABLE
  }
}
