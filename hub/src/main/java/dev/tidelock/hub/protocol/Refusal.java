package dev.tidelock.hub.protocol;

import java.time.Duration;
import java.util.Optional;

/// A request that the hub does not fulfil, and what the device is told about it.
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String hint;
  private final transient Optional<Duration> retryAfter;

  /// @param code why
  /// @param message what happened, to what
  /// @param hint what to do next; may be empty
  public Refusal(ErrorCode code, String message, String hint) {
    this(code, message, hint, Optional.empty());
  }

  private Refusal(ErrorCode code, String message, String hint, Optional<Duration> retryAfter) {
    super(message, null, false, false);
    this.code = code;
    this.hint = hint;
    this.retryAfter = retryAfter;
  }

  /// That it was too much, and how long to wait.
  public static Refusal later(ErrorCode code, String message, Duration wait) {
    return new Refusal(code, message, "try again later", Optional.of(wait));
  }

  /// That something is not there, or belongs to somebody else: nobody can tell which.
  public static Refusal notFound(String what) {
    return new Refusal(
        ErrorCode.NOT_FOUND,
        "there is no " + what,
        "check the name, and as whom you are signed in");
  }

  /// That a request is not one of the protocol.
  public static Refusal malformed(String message) {
    return new Refusal(ErrorCode.MALFORMED, message, "");
  }

  /// Why.
  public ErrorCode code() {
    return code;
  }

  /// What happened.
  public String text() {
    return String.valueOf(getMessage());
  }

  /// What to do next; may be empty.
  public String hint() {
    return hint;
  }

  /// How long to wait before another try, if that helps.
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
