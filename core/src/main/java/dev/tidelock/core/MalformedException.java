package dev.tidelock.core;

/// Bytes that are not what they claim to be: truncated, lying about a length, not canonical, or
/// naming something that must not be named. Thrown by decoders only; the input is never partly
/// used.
public final class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message what is wrong, and in which part of the input
  public MalformedException(String message) {
    super(message);
  }

  /// @param message what is wrong
  /// @param cause the decoder's own complaint
  public MalformedException(String message, Throwable cause) {
    super(message, cause);
  }
}
