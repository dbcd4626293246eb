package dev.tidelock.hub.http.message;

/// Why a request was not fulfilled.
///
/// @param error what went wrong
public record Failed(Failed.Reason error) {
  /// What went wrong.
  ///
  /// @param code for programs
  /// @param message what happened, to what
  /// @param hint what to do next; may be empty
  public record Reason(String code, String message, String hint) {}
}
