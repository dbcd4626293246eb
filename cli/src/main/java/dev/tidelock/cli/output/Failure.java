package dev.tidelock.cli.output;

/// The end of a command that cannot do what it was asked: what happened, on what, and what to do
/// next.
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exit;
  private final String hint;

  /// @param exit how the process ends
  /// @param message what happened, on what
  /// @param hint what to do next; empty if there is nothing to say
  public Failure(ExitCode exit, String message, String hint) {
    super(message);
    this.exit = exit;
    this.hint = hint;
  }

  /// @param exit how the process ends
  /// @param message what happened, on what
  /// @param hint what to do next; empty if there is nothing to say
  /// @param cause the complaint behind it
  public Failure(ExitCode exit, String message, String hint, Throwable cause) {
    super(message, cause);
    this.exit = exit;
    this.hint = hint;
  }

  /// A command that was asked wrongly.
  public static Failure usage(String message, String hint) {
    return new Failure(ExitCode.USAGE, message, hint);
  }

  /// How the process ends.
  public ExitCode exit() {
    return exit;
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
}
