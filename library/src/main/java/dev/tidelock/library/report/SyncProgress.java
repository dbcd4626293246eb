package dev.tidelock.library.report;

/// How far an operation is.
///
/// @param operation which
/// @param phase what it is at
/// @param percentage from 0 to 100; it never goes back
/// @param rows how many rows the phase has done
/// @param bytes how many bytes the phase has done
/// @param message one line for a person
public record SyncProgress(
    Operation operation, Phase phase, int percentage, long rows, long bytes, String message) {
  public SyncProgress {
    if (percentage < 0 || percentage > 100) {
      throw new IllegalArgumentException("a percentage is from 0 to 100, not " + percentage);
    }
  }

  /// The parts of an operation, in their order.
  public enum Phase {
    /// Finding out what the application changed.
    CAPTURE,
    /// Getting what is new at the remote.
    FETCH,
    /// Bringing both sides together.
    MERGE,
    /// Writing into the database.
    APPLY,
    /// Sending.
    PUSH,
    /// It is over.
    DONE
  }
}
