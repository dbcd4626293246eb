package dev.tidelock.library;

/// Whether a database can be synced now.
///
/// @param status how it stands
/// @param message the same for people
public record Health(Status status, String message) {
  /// How it can stand.
  public enum Status {
    /// There is no remote.
    NO_PROVIDER,
    /// The remote does not answer.
    DISCONNECTED,
    /// The remote answers, and does not let this device, or is not what it should be.
    INVALID,
    /// All is well.
    HEALTHY
  }
}
